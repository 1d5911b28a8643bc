#include "notify/event_decode.hpp"

#include "core/time_text.hpp"
#include "notify/recovery_story.hpp"

#include <nlohmann/json.hpp>

namespace notify {
namespace {

using EventJson = nlohmann::json;

EventJson object_of(const std::string& text) {
  auto json = EventJson::parse(text, nullptr, false);
  return json.is_object() ? json : EventJson::object();
}

std::string text_at(const EventJson& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_string() ? at->get<std::string>() : "";
}

bool flag_at(const EventJson& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_boolean() && at->get<bool>();
}

const EventJson& list_at(const EventJson& json, const char* key) {
  static const EventJson none = EventJson::array();
  const auto at = json.find(key);
  return at != json.end() && at->is_array() ? *at : none;
}

std::optional<core::WallTime> time_at(const EventJson& json, const char* key) {
  const auto at = core::parse_rfc3339(text_at(json, key));
  return at ? std::optional(*at) : std::nullopt;
}

// "shop/web", "check backup", or an object.
model::Subject subject_from(const EventJson& json) {
  if (json.is_object())
    return {text_at(json, "deployment"), text_at(json, "service"), text_at(json, "check")};
  if (!json.is_string()) return {};
  const auto text = json.get<std::string>();
  if (text.starts_with("check ")) return {"", "", text.substr(6)};
  const auto slash = text.find('/');
  if (slash == std::string::npos) return {};
  return {text.substr(0, slash), text.substr(slash + 1), ""};
}

RecoveredDeployment deployment_from(const EventJson& json) {
  RecoveredDeployment deployment{text_at(json, "name"),
                                 text_at(json, "outcome"),
                                 text_at(json, "note"),
                                 text_at(json, "problem"),
                                 {}};
  for (const auto& each : list_at(json, "services")) {
    if (each.is_object())
      deployment.services.push_back(
          {text_at(each, "name"), text_at(each, "outcome"), text_at(each, "note")});
  }
  return deployment;
}

}  // namespace

EventFacts facts_from(const model::Event& event) {
  const auto json = object_of(event.data);
  EventFacts facts;
  facts.cause = text_at(json, "cause");
  facts.fingerprint = text_at(json, "fingerprint");
  facts.problem = text_at(json, "problem");
  facts.criticality = model::criticality_from(text_at(json, "criticality"));
  for (const auto& each : list_at(json, "subjects")) facts.subjects.push_back(subject_from(each));
  facts.recurring = flag_at(json, "recurring");
  const auto count = json.find("occurrences");
  if (count != json.end() && count->is_number_integer())
    facts.occurrences = std::max(1, count->get<int>());
  facts.channel = text_at(json, "channel");
  return facts;
}

RecoveryData recovery_data_from(const std::string& text) {
  const auto json = object_of(text);
  RecoveryData data;
  data.cause = text_at(json, "cause");
  data.planned = flag_at(json, "planned");
  data.down_from = time_at(json, "down_from");
  data.up_at = time_at(json, "up_at");
  for (const auto& each : list_at(json, "deployments")) {
    if (each.is_object()) data.deployments.push_back(deployment_from(each));
  }
  return data;
}

}  // namespace notify
