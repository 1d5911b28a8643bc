#include "api/codec/mask.hpp"

#include "core/secret_text.hpp"

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

// Names stay; what would not be secret anywhere does, too.
void mask_all(Json& json) {
  if (json.is_null() || json.is_boolean()) return;
  if (!json.is_structured()) {
    json = masked;
    return;
  }
  for (auto& value : json) mask_all(value);
}

Json* child(Json& json, const char* key) {
  if (!json.is_object()) return nullptr;
  const auto found = json.find(key);
  return found == json.end() ? nullptr : &*found;
}

// Anchors are often kept there: what they hold goes on into an environment, or into a check.
void mask_extensions(Json& project) {
  if (!project.is_object()) return;
  for (const auto& [key, value] : project.items()) {
    if (key.starts_with("x-") && key != "x-evenkeel") mask_all(value);
  }
}

// Under `x-…` is what was read from an environment (compose/environment.hpp), or an anchor.
void mask_content(Json& project, const char* section) {
  auto* entries = child(project, section);
  if (entries == nullptr) return;
  for (auto& entry : *entries) {
    if (auto* content = child(entry, "content")) *content = masked;
    mask_extensions(entry);
  }
}

// A text, or a list of them.
void mask_secrets_in(Json& value) {
  if (value.is_string()) value = core::without_secrets(value.get_ref<const std::string&>());
  if (!value.is_array()) return;
  std::vector<std::string> words;
  for (const auto& word : value) words.push_back(word.is_string() ? word.get<std::string>() : "");
  words = core::without_secrets(std::move(words));
  for (std::size_t i = 0; i < words.size(); ++i)
    if (value[i].is_string()) value[i] = words[i];
}

// Where it is a text it is YAML, and holds everything.
void mask_checks(Json& checks) {
  if (!checks.is_object()) return mask_all(checks);
  for (auto& check : checks) {
    if (check == "off") continue;
    if (!check.is_object()) mask_all(check);
    for (const char* key : {"headers", "environment", "body", "send"}) {
      if (auto* value = child(check, key)) mask_all(*value);
    }
    for (const char* key : {"url", "command"}) {
      if (auto* value = child(check, key)) mask_secrets_in(*value);
    }
  }
}

void mask_policy(Json& owner) {
  auto* policy = child(owner, "x-evenkeel");
  if (policy == nullptr) return;
  if (!policy->is_object()) return mask_all(*policy);
  if (auto* checks = child(*policy, "checks")) mask_checks(*checks);
}

// An object in canonical form, else a list of "KEY=value".
void mask_labels(Json& labels) {
  static const std::string key = "evenkeel.checks";
  if (auto* checks = child(labels, key.c_str())) *checks = masked;
  if (!labels.is_array()) return;
  for (auto& label : labels) {
    if (label.is_string() && label.get<std::string>().starts_with(key + "="))
      label = key + "=" + masked;
  }
}

void mask_service(Json& service) {
  if (auto* environment = child(service, "environment")) mask_environment(*environment);
  mask_policy(service);
  for (auto* owner : {&service, child(service, "deploy"), child(service, "build")}) {
    auto* labels = owner == nullptr ? nullptr : child(*owner, "labels");
    if (labels != nullptr) mask_labels(*labels);
  }
}

}  // namespace

void mask_project(Json& project) {
  if (auto* services = child(project, "services")) {
    for (auto& service : *services) mask_service(service);
  }
  mask_policy(project);
  mask_extensions(project);
  mask_content(project, "configs");
  mask_content(project, "secrets");
}

}  // namespace api
