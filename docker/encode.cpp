#include "docker/encode.hpp"

#include "docker/json_text.hpp"

#include <nlohmann/json.hpp>

namespace docker {

std::string encode_filters(const Filters& filters) { return json_text(nlohmann::json(filters)); }

Filters event_filters() {
  return {{"type", {"container", "network"}},
          {"event",
           {"create", "start", "die", "stop", "kill", "oom", "restart", "destroy", "rename",
            "pause", "unpause", "update", "health_status", "connect", "disconnect"}}};
}

std::string encode_connect(std::string_view container, std::string_view endpoint_json) {
  auto endpoint = nlohmann::json::parse(endpoint_json, nullptr, false);
  if (endpoint.is_discarded()) endpoint = nlohmann::json::object();
  return json_text(
      nlohmann::json{{"Container", container}, {"EndpointConfig", std::move(endpoint)}});
}

std::string exact_name(std::string_view name) {
  constexpr std::string_view special = "\\.+*?()|[]{}^$";
  std::string pattern = "^";
  for (const char c : name) {
    if (special.find(c) != std::string_view::npos) pattern += '\\';
    pattern += c;
  }
  return pattern + "$";
}

}  // namespace docker
