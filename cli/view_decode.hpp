// JSON of the API -> what tables show. Pure; a text that is no JSON reads as an empty object.
#pragma once

#include "cli/view.hpp"
#include "core/clock.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cli {

DeploymentText decode_deployment(const std::string& json);
HostText decode_host(const std::string& json);
ExplanationText decode_explanation(const std::string& json);
EventText decode_event(const std::string& json);
HoldText decode_hold(const std::string& json);
GenerationText decode_generation(const std::string& json);
IntentChangeText decode_intent_change(const std::string& json);
// The values of /v1/samples in the order of time, `step` apart; none where a step has no value.
struct SamplesText {
  core::Milliseconds step{0};  // 0: not said
  std::vector<std::optional<double>> values;
};
SamplesText decode_samples(const std::string& json);

// One page of a list: each item as JSON, and the key after which the next page begins ("" = this
// was the last).
struct PageText {
  std::vector<std::string> items;
  std::string next;
};
PageText decode_page(const std::string& json);
// {"items": [...], "next": null}
std::string items_json(const std::vector<std::string>& items);

// The elements of `json[key]`, each as JSON.
std::vector<std::string> elements(const std::string& json, const std::string& key);
// `json[key]` where it is text, "" otherwise.
std::string text_at(const std::string& json, const std::string& key);

}  // namespace cli
