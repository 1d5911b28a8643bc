#include "api/codec/mask.hpp"

#include <nlohmann/json.hpp>

namespace api {
namespace {

using Json = nlohmann::ordered_json;
constexpr auto masked = "***";

// `environment` is an object in canonical form, and a list of "KEY=value" in what was not loaded by
// us.
void mask_environment(Json& environment) {
  for (auto& value : environment) {
    if (value.is_null()) continue;
    if (environment.is_object()) {
      value = masked;
      continue;
    }
    const auto text = value.is_string() ? value.get<std::string>() : std::string{};
    const auto equals = text.find('=');
    if (equals != std::string::npos) value = text.substr(0, equals + 1) + masked;
  }
}

Json* child(Json& json, const char* key) {
  if (!json.is_object()) return nullptr;
  const auto found = json.find(key);
  return found == json.end() ? nullptr : &*found;
}

void mask_content(Json& project, const char* section) {
  auto* entries = child(project, section);
  if (entries == nullptr) return;
  for (auto& entry : *entries) {
    if (auto* content = child(entry, "content")) *content = masked;
  }
}

}  // namespace

void mask_project(Json& project) {
  if (auto* services = child(project, "services")) {
    for (auto& service : *services) {
      if (auto* environment = child(service, "environment")) mask_environment(*environment);
    }
  }
  mask_content(project, "configs");
  mask_content(project, "secrets");
}

}  // namespace api
