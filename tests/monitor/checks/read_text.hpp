// Checks from YAML, for tests.
#pragma once

#include "core/text.hpp"
#include "core/yaml_reader.hpp"
#include "monitor/checks/read_check.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace monitor_test {

struct ReadResult {
  monitor::Check check;
  std::string mistakes;  // one a line, sorted
};

// The check `c` with this map of keys; of the service shop/web where it is not the host's.
inline ReadResult read(const std::string& yaml, bool of_host = true) {
  core::YamlReading reading;
  const core::Environment environment = [](const std::string&) {
    return std::optional<std::string>("secret");
  };
  const auto value = core::read_yaml(yaml, "c.yaml", environment, reading.mistakes);
  monitor::Check owner;
  if (!of_host) {
    owner.deployment = "shop";
    owner.service = "web";
    owner.criticality = model::Criticality::critical;
  }
  core::YamlMap map(reading, value, "c", "c");
  ReadResult result;
  result.check = monitor::read_check(map, "c", owner);
  map.finish();
  std::vector<std::string> lines;
  for (const auto& mistake : reading.mistakes) lines.push_back(mistake.text);
  std::sort(lines.begin(), lines.end());
  result.mistakes = core::join(lines, "\n");
  return result;
}

}  // namespace monitor_test
