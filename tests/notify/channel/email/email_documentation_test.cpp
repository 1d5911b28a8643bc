// Holds docs/email.md against the reader.
#include "core/text.hpp"
#include "core/yaml_reader.hpp"
#include "notify/channel/email/read_email.hpp"
#include "support/catch.hpp"

#include <fstream>
#include <set>
#include <string>

namespace {

std::string document() {
  std::ifstream file(EVENKEEL_SOURCE "/docs/email.md");
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Of the rows "| `key` | default | meaning |" of the section "Keys".
std::set<std::string> documented_keys() {
  std::set<std::string> keys;
  bool inside = false;
  for (const auto& line : core::split(document(), '\n')) {
    if (line.starts_with("## ")) inside = line == "## Keys";
    const auto end = line.find("` |");
    if (inside && line.starts_with("| `") && end != std::string::npos)
      keys.insert(line.substr(3, end - 3));
  }
  return keys;
}

}  // namespace

TEST_CASE("the document names exactly the keys of an email channel") {
  core::YamlReading reading;
  reading.listing_keys = true;
  core::YamlValue nothing;
  nothing.kind = core::YamlValue::Kind::map;
  core::YamlMap map(reading, nothing, "", "");
  (void)notify::read_email(map);
  std::set<std::string> keys;
  for (const auto& key : reading.keys) {
    const bool twin =
        key.ends_with("_file") && reading.keys.contains(key.substr(0, key.size() - 5));
    if (!twin) keys.insert(key);
  }
  CHECK(documented_keys() == keys);
}

TEST_CASE("the example of the document is a channel") {
  const auto text = document();
  const auto begin = text.find("    ops:\n") + 9;
  REQUIRE(begin > 9);
  core::YamlReading reading;
  reading.read_file = [](const std::string&) { return std::optional<std::string>("word"); };
  const core::Environment environment = [](const std::string&) { return std::nullopt; };
  const auto value = core::read_yaml(text.substr(begin, text.find("```", begin) - begin), "doc",
                                     environment, reading.mistakes);
  core::YamlMap map(reading, value, "ops", "ops");
  CHECK(map.text("type") == "email");
  CHECK(notify::read_email(map));
  map.finish();
  for (const auto& mistake : reading.mistakes) FAIL_CHECK(mistake.text);
}
