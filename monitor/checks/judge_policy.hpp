// What is wrong in the policy keys that the monitor reads for itself, `spikes` and `checks`: they
// are refused where they are written, and not only where they are used. Pure.
#pragma once

#include "core/result.hpp"
#include "core/yaml_map.hpp"
#include "model/policy.hpp"

#include <string>
#include <vector>

namespace monitor {

struct PolicyMistake {
  std::string path;     // begins with the key: "checks.ready.url"
  std::string message;  // "expected ..., found ..."
  bool operator==(const PolicyMistake&) const = default;
};

// Empty: nothing is wrong.
std::vector<PolicyMistake> judge_policy(const model::PolicyLayer& layer);

// The same for keys in YAML: mistakes have their file and line. `path` is that of the key.
void judge_spikes(core::YamlReading& reading, const core::YamlValue& value,
                  const std::string& path);
void judge_checks(core::YamlReading& reading, const core::YamlValue& value,
                  const std::string& path);

}  // namespace monitor
