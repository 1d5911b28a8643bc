// Holds docs/channels.md against the readers: the same types and keys, and its examples are read.
#include "core/text.hpp"
#include "core/yaml_reader.hpp"
#include "notify/channel.hpp"
#include "support/catch.hpp"

#include <fstream>
#include <set>
#include <utility>

namespace {

using Key = std::pair<std::string, std::string>;  // type (or "http"), key

std::string code_of(std::string_view cell) {
  const auto text = core::trim(cell);
  if (text.size() < 2 || text.front() != '`' || text.back() != '`') return {};
  return std::string(text.substr(1, text.size() - 2));
}

// Rows "| type | `key` | default | meaning |".
std::set<Key> documented() {
  std::ifstream file(EVENKEEL_SOURCE "/docs/channels.md");
  REQUIRE(file);
  std::set<Key> keys;
  for (std::string line; std::getline(file, line);) {
    const auto cells = core::split(line, '|');
    if (cells.size() < 6 || code_of(cells[2]).empty()) continue;
    CAPTURE(line);
    CHECK(keys.insert({std::string(core::trim(cells[1])), code_of(cells[2])}).second);
    CHECK_FALSE(core::trim(cells[4]).empty());
  }
  return keys;
}

// The keys that its reader asks for, those with the content in a file apart.
std::set<std::string> keys_of(const notify::ChannelKind& kind) {
  core::YamlReading reading;
  reading.listing_keys = true;
  core::YamlValue nothing;
  nothing.kind = core::YamlValue::Kind::map;
  core::YamlMap map(reading, nothing, "", "");
  (void)kind.read(map);
  std::set<std::string> keys;
  for (const auto& key : reading.keys) {
    const bool twin =
        key.ends_with("_file") && reading.keys.contains(key.substr(0, key.size() - 5));
    if (!twin) keys.insert(key);
  }
  return keys;
}

}  // namespace

TEST_CASE("the document names exactly the keys that the readers of channels know") {
  const auto common = keys_of(*notify::find_channel_kind("slack"));
  std::set<Key> known;
  for (const auto& key : common) known.insert({"http", key});
  for (const auto& kind : notify::channel_kinds()) {
    if (kind.type == "email") continue;  // docs/email.md
    for (const auto& key : keys_of(kind)) {
      const bool of_http = kind.type != "exec" && common.contains(key);
      if (!of_http) known.insert({std::string(kind.type), key});
    }
  }
  CHECK(documented() == known);
}

TEST_CASE("the document tells of every type") {
  std::ifstream file(EVENKEEL_SOURCE "/docs/channels.md");
  std::string text{std::istreambuf_iterator<char>(file), {}};
  for (const auto& kind : notify::channel_kinds()) {
    CAPTURE(kind.type);
    const bool has_limits = core::contains(text, "\n| " + std::string(kind.type) + " | ");
    CHECK((has_limits || kind.type == "email"));
  }
}

TEST_CASE("the examples of the document are channels") {
  std::ifstream file(EVENKEEL_SOURCE "/docs/channels.md");
  const core::Environment environment = [](const std::string&) {
    return std::optional<std::string>("x");
  };
  std::string example;
  bool inside = false;
  int count = 0;
  for (std::string line; std::getline(file, line);) {
    if (inside && line == "```") {
      core::YamlReading reading;
      reading.read_file = [](const std::string& path) {
        return std::optional<std::string>(path.ends_with(".url") ? "https://a.example.org/" : "k");
      };
      const auto value = core::read_yaml(example, "doc", environment, reading.mistakes);
      for (const auto& entry : value.find("notify")->find("channels")->entries) {
        core::YamlMap map(reading, entry.value, entry.key, entry.key);
        const auto type = map.text("type").value_or("");
        REQUIRE(notify::find_channel_kind(type) != nullptr);
        CHECK(notify::find_channel_kind(type)->read(map));
        map.finish();
        ++count;
      }
      for (const auto& mistake : reading.mistakes) FAIL_CHECK(mistake.text);
    }
    if (line.starts_with("```")) {
      inside = line == "```yaml";
      example.clear();
    } else if (inside) {
      example += line + "\n";
    }
  }
  CHECK(count >= 5);
}
