// Holds docs/configuration.md against the reader: the same keys, the same defaults.
#include "agent/config.hpp"
#include "agent/config_load.hpp"
#include "core/text.hpp"
#include "core/time_text.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>

#include <unistd.h>

namespace {

std::string code_in(std::string_view cell) {
  const auto text = core::trim(cell);
  if (text.size() < 2 || text.front() != '`' || text.back() != '`') return {};
  return std::string(text.substr(1, text.size() - 2));
}

// Rows "| `key` | `default` | meaning |".
std::map<std::string, std::string> documented_keys() {
  std::ifstream file(EVENKEEL_SOURCE "/docs/configuration.md");
  REQUIRE(file);
  std::map<std::string, std::string> keys;
  for (std::string line; std::getline(file, line);) {
    const auto cells = core::split(line, '|');
    if (cells.size() < 5) continue;
    const auto key = code_in(cells[1]);
    if (key.empty()) continue;
    CAPTURE(key);
    CHECK(keys.emplace(key, code_in(cells[2])).second);
    CHECK_FALSE(core::trim(cells[3]).empty());
  }
  return keys;
}

// Without the keys that only hold others.
std::set<std::string> keys_with_values() {
  std::set<std::string> leaves;
  const auto all = agent::config_keys();
  for (const auto& key : all) {
    const bool holds_others = std::any_of(
        all.begin(), all.end(), [&](const auto& other) { return other.starts_with(key + "."); });
    if (!holds_others) leaves.insert(key);
  }
  return leaves;
}

// "90d" and "12w6d" are the same default.
bool same_value(const std::string& written, const std::string& actual) {
  if (written == actual || (written == "\"\"" && actual.empty())) return true;
  const auto one = core::parse_duration(written), other = core::parse_duration(actual);
  return one && other && *one == *other;
}

}  // namespace

TEST_CASE("the document names exactly the keys that the reader knows") {
  std::set<std::string> documented;
  for (const auto& [key, value] : documented_keys()) documented.insert(key);
  CHECK(documented == keys_with_values());
}

TEST_CASE("the document names the defaults of the system's agent") {
  const auto defaults =
      values_of(agent::default_config({"/etc/evenkeel", "/var/lib/evenkeel", "/run/evenkeel"}));
  for (const auto& [key, written] : documented_keys()) {
    if (key.starts_with("deployments."))
      continue;  // names of the user's: nothing is said by default
    CAPTURE(key, written);
    REQUIRE(defaults.count(key) == 1);
    CHECK(same_value(written, defaults.at(key)));
  }
}

TEST_CASE("every key has a value that can be compared on a reload") {
  const auto defaults = values_of(agent::Config{});
  for (const auto& key : keys_with_values()) {
    if (key.starts_with("deployments.")) continue;
    CAPTURE(key);
    CHECK(defaults.count(key) == 1);
  }
}

TEST_CASE("the example of the document is a valid configuration") {
  std::ifstream file(EVENKEEL_SOURCE "/docs/configuration.md");
  std::string example;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line == "```yaml" || line == "```") {
      inside = line == "```yaml";
      continue;
    }
    if (inside) example += line + "\n";
  }
  REQUIRE(example.size() > 100);
  const auto path = std::string("/tmp/evenkeel-example-") + std::to_string(::getpid()) + ".yaml";
  std::ofstream(path) << example;
  agent::ConfigSource source;
  source.named = path;
  const auto config = load_config(source);
  std::remove(path.c_str());
  REQUIRE(config);
  CHECK_FALSE(config->deployments.empty());
}
