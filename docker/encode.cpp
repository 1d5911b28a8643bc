#include "docker/encode.hpp"

#include <nlohmann/json.hpp>

namespace docker {

std::string encode_filters(const Filters& filters) { return nlohmann::json(filters).dump(); }

Filters event_filters() {
  return {{"type", {"container", "network"}},
          {"event",
           {"create", "start", "die", "stop", "kill", "oom", "restart", "destroy", "rename",
            "pause", "unpause", "update", "health_status", "connect", "disconnect"}}};
}

std::string encode_connect(std::string_view container, std::string_view endpoint_json) {
  auto endpoint = nlohmann::json::parse(endpoint_json, nullptr, false);
  if (endpoint.is_discarded()) endpoint = nlohmann::json::object();
  return nlohmann::json{{"Container", container}, {"EndpointConfig", std::move(endpoint)}}.dump();
}

std::string exact_name(std::string_view name) {
  std::string pattern = "^";
  for (const char c : name) {
    if (c == '.' || c == '+' || c == '*') pattern += '\\';
    pattern += c;
  }
  return pattern + "$";
}

}  // namespace docker
