#include "monitor/checks/judge_policy.hpp"

#include "core/text.hpp"
#include "monitor/checks/service_checks.hpp"
#include "monitor/checks/yaml_json_codec.hpp"
#include "monitor/spike_settings.hpp"

#include <algorithm>

namespace monitor {
namespace {

constexpr std::string_view spikes_key = "spikes";

// Whether `clear` fits an `above` that is written elsewhere is not known here.
core::Status judge_spikes_json(const std::string& json) {
  SpikeSettings most_tolerant;
  most_tolerant.cpu.above = most_tolerant.memory.above = 100;
  const auto judged = with_overrides(most_tolerant, json);
  if (!judged) return judged.error();
  return {};
}

// The value that a path below `value` leads to, as far as it does.
const core::YamlValue& value_at(const core::YamlValue& value, std::string_view path) {
  const auto* at = &value;
  for (const auto& key : core::split(path, '.')) {
    const auto* below = at->find(key);
    if (below == nullptr) break;
    at = below;
  }
  return *at;
}

PolicyMistake taken_apart(const std::string& text) {
  const auto colon = text.find(": ");
  if (colon == std::string::npos) return {"", text};
  return {text.substr(0, colon), text.substr(colon + 2)};
}

void judge_checks_json(const std::string& json, std::vector<PolicyMistake>& mistakes) {
  const auto value = yaml_of(json);
  if (!value) {
    mistakes.push_back({"checks", value.error().what});
    return;
  }
  core::YamlReading reading;
  judge_checks(reading, *value, "checks");
  for (const auto& mistake : reading.mistakes) mistakes.push_back(taken_apart(mistake.text));
}

}  // namespace

std::vector<PolicyMistake> judge_policy(const model::PolicyLayer& layer) {
  std::vector<PolicyMistake> mistakes;
  for (const auto& [key, json] : layer.later) {
    if (key == "checks") judge_checks_json(json, mistakes);
    if (key != spikes_key) continue;
    if (const auto judged = judge_spikes_json(json); !judged)
      mistakes.push_back(taken_apart(judged.error().what));
  }
  return mistakes;
}

void judge_spikes(core::YamlReading& reading, const core::YamlValue& value,
                  const std::string& path) {
  const auto judged = judge_spikes_json(json_of(value));
  if (judged) return;
  const auto mistake = taken_apart(judged.error().what);
  const auto below = mistake.path.substr(std::min(mistake.path.size(), spikes_key.size()));
  const auto place = below.empty() ? below : below.substr(1);
  reading.refuse(value_at(value, place), path + below, mistake.message);
}

void judge_checks(core::YamlReading& reading, const core::YamlValue& value,
                  const std::string& path) {
  Check owner;  // which service is not known: what holds for any
  owner.deployment = owner.service = "any";
  ChecksByName unused;
  read_checks_layer(reading, value, path, owner, unused);
}

}  // namespace monitor
