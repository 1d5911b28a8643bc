#include "api/codec/json_text.hpp"
#include "api/codec/view_codec.hpp"
#include "api/deployment_list.hpp"
#include "heal/ports.hpp"
#include "monitor/ports.hpp"
#include "reconcile/ports.hpp"

#include <nlohmann/json.hpp>

namespace api {
namespace {

using Json = nlohmann::ordered_json;

std::string written(const std::vector<model::DeploymentView>& views, const Measured& measured,
                    const Page& page) {
  auto items = Json::array();
  Json next = nullptr;
  for (const auto& view : views) {
    if (!page.after.empty() && view.name <= page.after) continue;
    if (items.size() == page.limit) {
      next = items.back().at("name");
      break;
    }
    items.push_back(to_json(view, measured));
  }
  return json_text({{"items", std::move(items)}, {"next", std::move(next)}});
}

}  // namespace

std::shared_ptr<const std::string> DeploymentList::body(const reconcile::Views& views,
                                                        const reconcile::Changes& changes,
                                                        const Measured& measured,
                                                        const Page& page) {
  const auto* incidents = measured.incidents;
  const Revision revision{changes.revision(), measured.latest.revision(),
                          incidents == nullptr ? 0 : incidents->incidents_revision()};
  if (revision != revision_ || bodies_.size() >= bodies_max) bodies_.clear();
  revision_ = revision;
  auto& body = bodies_[{page.limit, page.after}];
  if (!body) body = std::make_shared<const std::string>(written(views.list(), measured, page));
  return body;
}

}  // namespace api
