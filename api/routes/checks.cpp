#include "api/codec/check_codec.hpp"
#include "api/codec/json_text.hpp"
#include "api/parameters.hpp"
#include "api/routes/answer.hpp"
#include "api/routes/routes.hpp"
#include "core/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace api::routes {
namespace {

using Json = nlohmann::ordered_json;
using Checks = std::vector<monitor::CheckView>;

constexpr std::size_t shown_bytes_max = 200;  // of an id that is not there

// One that is named by its last part alone is meant more likely than one that is spelled alike.
std::string nearest_id(const std::string& id, const Checks& checks) {
  std::vector<std::string> ids;
  for (const auto& check : checks) {
    if (check.name == id) return check.id;
    ids.push_back(check.id);
  }
  return core::nearest(id, ids);
}

Problem no_such_check(const Backend& backend, const std::string& id) {
  return problem(404, "There is no check " + id.substr(0, shown_bytes_max) + "." +
                          hint_at(nearest_id(id, backend.checks.checks())));
}

// A deployment without checks has none; one that is not there is a slip of the finger.
Expected<Checks> checks_of(const Backend& backend, const Request& request) {
  auto checks = backend.checks.checks();
  if (!request.query.contains("deployment")) return checks;
  const auto name = text_of(request, "deployment");
  if (!is_name(name)) return bad_parameter("deployment", "expected the name of a deployment");
  std::erase_if(checks, [&](const auto& check) { return check.deployment != name; });
  if (!checks.empty() || backend.views.get(name)) return checks;
  return no_such_deployment(backend, name);
}

}  // namespace

awaitable<Response> list_checks(Backend& backend, const Request& request) {
  const auto page = page_of(request);
  if (!page) co_return to_response(page.error());
  const auto checks = checks_of(backend, request);
  if (!checks) co_return to_response(checks.error());
  auto items = Json::array();
  Json next = nullptr;
  for (const auto& check : *checks) {
    if (!page->after.empty() && check.id <= page->after) continue;
    if (items.size() == page->limit) {
      next = items.back().at("id");
      break;
    }
    items.push_back(to_json(check));
  }
  Json out = {{"items", std::move(items)}, {"next", std::move(next)}};
  co_return json_response(200, json_text(out));
}

awaitable<Response> run_check(Backend& backend, const Request& request) {
  const auto id = path_value(request, "c");
  const auto run = co_await backend.checks.run_check(id);
  if (run) co_return json_response(200, json_text(to_json(*run)));
  if (run.error().code == core::Errc::not_found) co_return to_response(no_such_check(backend, id));
  co_return to_response(problem_of(run.error()));
}

}  // namespace api::routes
