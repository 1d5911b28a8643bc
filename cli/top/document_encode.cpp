#include "cli/top/document.hpp"

#include <nlohmann/json.hpp>

namespace cli {
namespace {

using Json = nlohmann::ordered_json;

Json parsed(const std::string& json) {
  auto out = Json::parse(json, nullptr, false);
  return out.is_discarded() ? Json() : out;
}

void keep_only(Json& deployment, const std::string& service) {
  if (!deployment.is_object() || !deployment.contains("services")) return;
  auto kept = Json::array();
  for (const auto& each : deployment["services"]) {
    if (each.is_object() && each.value("name", Json()) == service) kept.push_back(each);
  }
  deployment["services"] = std::move(kept);
}

}  // namespace

std::string top_json(const std::string& host, const std::vector<std::string>& deployments,
                     const std::string& service) {
  auto list = Json::array();
  for (const auto& each : deployments) {
    auto deployment = parsed(each);
    if (!service.empty()) keep_only(deployment, service);
    list.push_back(std::move(deployment));
  }
  const Json out = {{"host", parsed(host)}, {"deployments", std::move(list)}};
  return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace cli
