// Holds docs/monitoring.md "Checks" against the reader: the same types, keys and defaults.
#include "core/text.hpp"
#include "monitor/checks/read_check.hpp"
#include "monitor/checks/read_text.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace {

using Key = std::pair<std::string, std::string>;  // type (or "every"), key

std::string code_of(std::string_view cell) {
  const auto text = core::trim(cell);
  if (text.size() < 2 || text.front() != '`' || text.back() != '`') return {};
  return std::string(text.substr(1, text.size() - 2));
}

// Rows "| type | `key` | `default` | meaning |": the default is "" where there is none.
std::map<Key, std::string> documented() {
  std::ifstream file(EVENKEEL_SOURCE "/docs/monitoring.md");
  REQUIRE(file);
  std::map<Key, std::string> keys;
  for (std::string line; std::getline(file, line);) {
    const auto cells = core::split(line, '|');
    if (cells.size() < 6 || code_of(cells[2]).empty()) continue;
    const Key key{core::trim(cells[1]), code_of(cells[2])};
    CAPTURE(key.first, key.second);
    CHECK(keys.emplace(key, code_of(cells[3])).second);
    CHECK_FALSE(core::trim(cells[4]).empty());
  }
  return keys;
}

// The keys of a check of this type that hold no others.
std::set<std::string> keys_of(const std::string& type) {
  core::YamlReading reading;
  reading.listing_keys = true;
  core::YamlValue value;
  value.kind = core::YamlValue::Kind::map;
  core::YamlValue word;
  word.kind = core::YamlValue::Kind::scalar;
  word.text = type;
  value.entries.push_back({"type", word});
  core::YamlMap map(reading, value, "", "");
  (void)monitor::read_check(map, "c", {});
  std::set<std::string> leaves;
  for (const auto& key : reading.keys) {
    const bool holds_others =
        std::any_of(reading.keys.begin(), reading.keys.end(),
                    [&](const auto& other) { return other.starts_with(key + "."); });
    if (!holds_others) leaves.insert(key);
  }
  return leaves;
}

// The least that a check of each type has to say.
const std::map<std::string, std::string> least = {
    {"http", "url: 'http://localhost/'"},
    {"tcp", "address: 'localhost:80'"},
    {"exec", "command: [/bin/true]"},
    {"file", "path: /a"},
    {"log", "file: /a, pattern: a"},
    {"disk", "path: /a, used: 90"},
    {"process", "name: a"},
    {"systemd", "unit: a.service"},
    {"launchd", "job: a"},
    {"engine", ""},
    {"clock", ""},
};

std::string yaml_of_check(const std::string& type, const std::string& more) {
  const auto& needed = least.at(type);
  auto text = "{type: " + type;
  if (!needed.empty()) text += ", " + needed;
  if (!more.empty()) text += ", " + more;
  return text + "}";
}

}  // namespace

TEST_CASE("the document names exactly the types and the keys that the reader of checks knows") {
  std::set<Key> known;
  const auto common = keys_of("engine");
  for (const auto& key : common) known.insert({"every", key});
  for (const auto& type : monitor::check_types())
    for (const auto& key : keys_of(type))
      if (!common.contains(key)) known.insert({type, key});
  std::set<Key> written;
  for (const auto& [key, value] : documented()) written.insert(key);
  CHECK(written == known);
}

TEST_CASE("the document names the defaults of checks") {
  for (const auto& [key, value] : documented()) {
    if (value.empty()) continue;
    const auto& type = key.first == "every" ? std::string("engine") : key.first;
    const auto plain = monitor_test::read(yaml_of_check(type, ""));
    const auto said = monitor_test::read(yaml_of_check(type, key.second + ": " + value));
    CAPTURE(key.first, key.second, value);
    CHECK(plain.mistakes.empty());
    CHECK(said.mistakes.empty());
    CHECK(said.check == plain.check);
  }
}

namespace {

// The examples in YAML that begin with the checks of the host.
std::vector<std::string> examples() {
  std::ifstream file(EVENKEEL_SOURCE "/docs/monitoring.md");
  std::vector<std::string> all;
  std::string example;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (inside && line == "```" && example.starts_with("monitor:\n  checks:\n"))
      all.push_back(example);
    if (line.starts_with("```")) {
      inside = line == "```yaml";
      example.clear();
    } else if (inside) {
      example += line + "\n";
    }
  }
  return all;
}

}  // namespace

TEST_CASE("the examples of the document are checks") {
  const core::Environment environment = [](const std::string&) {
    return std::optional<std::string>("x");
  };
  std::size_t count = 0;
  for (const auto& example : examples()) {
    core::YamlReading reading;
    const auto value = core::read_yaml(example, "doc", environment, reading.mistakes);
    for (const auto& entry : value.find("monitor")->find("checks")->entries) {
      core::YamlMap map(reading, entry.value, entry.key, entry.key);
      (void)monitor::read_check(map, entry.key, {});
      map.finish();
      CHECK_FALSE(monitor::wrong_check_name(entry.key));
      ++count;
    }
    for (const auto& mistake : reading.mistakes) FAIL_CHECK(mistake.text);
  }
  CHECK(count >= 5);
}
