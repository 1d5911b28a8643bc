// The config-hash of a service that shares a namespace with another one: it names the other's
// container.
#include "core/digest.hpp"
#include "core/text.hpp"
#include "docker/create_request_parts.hpp"

#include <array>

namespace docker {
namespace {

// Where the value of a key of the outermost object begins in compact JSON; npos where there is no
// such key.
std::size_t value_at(const std::string& json, const std::string& key) {
  const auto wanted = "\"" + key + "\":";
  int depth = 0;
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (json[i] == '{' || json[i] == '[') ++depth;
    if (json[i] == '}' || json[i] == ']') --depth;
    if (json[i] != '"') continue;
    if (depth == 1 && json.compare(i, wanted.size(), wanted) == 0) return i + wanted.size();
    for (++i; json[i] != '"'; ++i) {
      if (json[i] == '\\') ++i;
    }
  }
  return std::string::npos;
}

void replace_text(std::string& json, const char* key, const std::string& from,
                  const std::string& to) {
  const auto at = value_at(json, key);
  const auto old = "\"" + from + "\"";
  if (at != std::string::npos && json.compare(at, old.size(), old) == 0)
    json.replace(at, old.size(), "\"" + to + "\"");
}

void replace_sources(std::string& json, const model::Service& service,
                     const std::map<model::ServiceName, std::string>& parents) {
  const auto at = value_at(json, "volumes_from");
  if (at == std::string::npos) return;
  std::vector<std::string> quoted;
  for (const auto& source : service.volumes_from)
    quoted.push_back("\"" + create_parts::volumes_source(source, parents) + "\"");
  json.replace(at, json.find(']', at) + 1 - at, "[" + core::join(quoted, ",") + "]");
}

}  // namespace

std::string resolved_config_hash(const model::Service& service,
                                 const std::map<model::ServiceName, std::string>& parents) {
  auto json = service.canonical_json;
  const std::array<std::pair<const char*, const std::string*>, 3> modes = {
      {{"network_mode", &service.network_mode}, {"ipc", &service.ipc}, {"pid", &service.pid}}};
  for (const auto& [key, mode] : modes) {
    if (mode->starts_with("service:"))
      replace_text(json, key, *mode, create_parts::resolved_mode(*mode, parents));
  }
  if (!service.volumes_from.empty()) replace_sources(json, service, parents);
  return json == service.canonical_json ? service.config_hash : core::sha256_hex(json);
}

}  // namespace docker
