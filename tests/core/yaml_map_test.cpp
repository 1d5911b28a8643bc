#include "core/yaml_map.hpp"
#include "core/yaml_reader.hpp"

#include "support/catch.hpp"

using namespace std::chrono_literals;
using core::YamlMap;

namespace {

using Texts = std::vector<std::string>;

// The mistakes of reading `text` by `read`, each without its file and line.
Texts mistakes_of(const std::string& text, const std::function<void(YamlMap&)>& read) {
  core::YamlReading reading;
  reading.read_file = [](const std::string& path) -> std::optional<std::string> {
    if (path == "/secret") return "from file\n";
    return std::nullopt;
  };
  const core::Environment environment = [](const std::string&) {
    return std::optional<std::string>("hunter2");
  };
  const auto document = core::read_yaml(text, "a.yaml", environment, reading.mistakes);
  core::read_document(reading, document, read);
  Texts result;
  for (const auto& mistake : reading.mistakes)
    result.push_back(std::to_string(mistake.line) + ": " + mistake.text);
  return result;
}

}  // namespace

TEST_CASE("values are read by their type") {
  const auto mistakes = mistakes_of(
      "text: abc\nflag: true\nnumber: 7\nduration: 1h30m\nsize: 2KiB\nchoice: off\nlist: [a, "
      "'b']\nlabels: {rack: 4, up: true}\nempty:\n",
      [](YamlMap& map) {
        CHECK(map.text("text") == "abc");
        CHECK(map.flag("flag") == true);
        CHECK(map.integer("number", 1, 7) == 7);
        CHECK(map.duration("duration", 0s, 2h) == 90min);
        CHECK(map.bytes("size", 0) == 2048);
        CHECK(map.choice("choice", {"on", "off"}) == "off");
        CHECK(map.texts("list") == Texts{"a", "b"});
        CHECK(map.pairs("labels") ==
              std::map<std::string, std::string>{{"rack", "4"}, {"up", "true"}});
        CHECK_FALSE(map.text("empty"));
        CHECK_FALSE(map.text("absent"));
      });
  CHECK(mistakes.empty());
}

TEST_CASE("a reader of the caller's gets a value where one is written, with its path") {
  const auto mistakes = mistakes_of("one: {two: [a]}\nnothing:\nthree: 3\n", [](YamlMap& map) {
    const YamlMap::ReadValue refuse_all =
        [](core::YamlReading& reading, const core::YamlValue& value, const std::string& path) {
          reading.refuse(value, path, "found " + describe(value));
        };
    map.section("one", [&](YamlMap& below) { below.value("two", refuse_all); });
    map.value("nothing", refuse_all);
    map.value("absent", refuse_all);
  });
  CHECK(mistakes == Texts{"1: one.two: found a list",
                          "3: three: expected a key of evenkeel, found 'three'; known here: one, "
                          "nothing, absent"});
}

TEST_CASE("each wrong type says what was expected and what was found") {
  const auto read = [](YamlMap& map) {
    map.text("text");
    map.flag("flag");
    map.integer("number", 1, 9);
    map.duration("duration", 1s, 1h);
    map.bytes("size", 1024);
    map.choice("choice", {"auto", "suggest", "off"});
    map.texts("list");
    map.pairs("labels");
    map.section("section", [](YamlMap&) {});
    map.each("each", [](const std::string&, YamlMap&) {});
  };
  const std::vector<std::pair<std::string, std::string>> table{
      {"text: 5",
       "1: text: expected a text, found the number 5; write it in quotes if it is meant"},
      {"text: no\n", ""},
      {"text: true", "1: text: expected a text, found 'true'; write it in quotes if it is meant"},
      {"text: '5'", ""},
      {"text: [a]", "1: text: expected a text, found a list"},
      {"flag: yes", "1: flag: expected true or false, found 'yes'"},
      {"flag: 'true'", "1: flag: expected true or false, found 'true'"},
      {"flag: {a: b}", "1: flag: expected true or false, found a map of keys"},
      {"number: three", "1: number: expected a whole number from 1 to 9, found 'three'"},
      {"number: 10", "1: number: expected a whole number from 1 to 9, found the number 10"},
      {"number: 1.5", "1: number: expected a whole number from 1 to 9, found the number 1.5"},
      {"number: '5'", "1: number: expected a whole number from 1 to 9, found '5'"},
      {"number: 99999999999999",
       "1: number: expected a whole number from 1 to 9, found the number 99999999999999"},
      {"duration: 30",
       "1: duration: expected a duration with its unit, such as 30s or 1h30m, found the number 30"},
      {"duration: 2h", "1: duration: expected a duration from 1s to 1h, found '2h'"},
      {"duration: 1ms", "1: duration: expected a duration from 1s to 1h, found '1ms'"},
      {"size: big", "1: size: expected a size, such as 512MiB, found 'big'"},
      {"size: 1b", "1: size: expected a size of at least 1KiB, found '1b'"},
      {"choice: sugest",
       "1: choice: expected auto, suggest or off, found 'sugest'; did you mean 'suggest'?"},
      {"choice: 5", "1: choice: expected auto, suggest or off, found the number 5"},
      {"list: a", "1: list: expected a list of texts, found 'a'"},
      {"list:\n  - a\n  - 5",
       "3: list[1]: expected a text, found the number 5; write it in quotes if it is meant"},
      {"labels: [a]", "1: labels: expected a map of names and values, found a list"},
      {"labels: {a: [b]}", "1: labels.a: expected a text, found a list"},
      {"section: 5", "1: section: expected a map of keys, found the number 5"},
      {"each: 5", "1: each: expected a map of names, found the number 5"},
      {"each: {a: 5}", "1: each.a: expected a map of keys, found the number 5"},
  };
  for (const auto& [text, expected] : table) {
    CAPTURE(text);
    CHECK(mistakes_of(text, read) == (expected.empty() ? Texts{} : Texts{expected}));
  }
}

TEST_CASE("an unknown key names the nearest known one, or all of them") {
  const auto read = [](YamlMap& map) {
    map.section("heal", [](YamlMap& heal) {
      heal.integer("attempts", 1, 9);
      heal.text("mode");
    });
  };
  CHECK(
      mistakes_of("heal:\n  attemps: 3", read) ==
      Texts{"2: heal.attemps: expected a key of heal, found 'attemps'; did you mean 'attempts'?"});
  CHECK(mistakes_of("heal: {zzz: 3}", read) ==
        Texts{"1: heal.zzz: expected a key of heal, found 'zzz'; known here: attempts, mode"});
  CHECK(mistakes_of("heel: {}", read) ==
        Texts{"1: heel: expected a key of evenkeel, found 'heel'; did you mean 'heal'?"});
  CHECK(mistakes_of("[heal]", read) == Texts{"1: expected a map of keys, found a list"});
}

TEST_CASE("all mistakes come at once, in the order of the file") {
  const auto mistakes = mistakes_of("zzz: 1\nb: x\na: y\n", [](YamlMap& map) {
    map.flag("a");
    map.flag("b");
  });
  REQUIRE(mistakes.size() == 3);
  CHECK(mistakes[0].starts_with("1: zzz"));
  CHECK(mistakes[1].starts_with("2: b"));
  CHECK(mistakes[2].starts_with("3: a"));
}

TEST_CASE("a secret comes from its key or from its file, and not from both") {
  const auto read = [](std::optional<core::Secret>& into) {
    return [&into](YamlMap& map) { into = map.secret("password"); };
  };
  std::optional<core::Secret> secret;
  CHECK(mistakes_of("password: 12345", read(secret)).empty());
  CHECK(secret->reveal() == "12345");
  CHECK(mistakes_of("password_file: /secret", read(secret)).empty());
  CHECK(secret->reveal() == "from file");
  CHECK(mistakes_of("password_file: /none", read(secret)) ==
        Texts{"1: password_file: expected a file that can be read, found none at '/none'"});
  CHECK(mistakes_of("password: a\npassword_file: /secret", read(secret)) ==
        Texts{"1: password: expected one of 'password' and 'password_file', found both"});
  CHECK(mistakes_of("password: [hidden]", read(secret)) ==
        Texts{"1: password: expected a text, found another type"});
  CHECK(mistakes_of("", read(secret)).empty());
  CHECK_FALSE(secret);
}

TEST_CASE("a variable's value may be of any type, and is never shown") {
  CHECK(mistakes_of("a: ${X}", [](YamlMap& map) { map.integer("a", 0, 9); }) ==
        Texts{"1: a: expected a whole number from 0 to 9, found something else in the variable"});
  core::YamlReading reading;
  const auto document = core::read_yaml(
      "n: ${X}", "a", [](const std::string&) { return std::optional<std::string>("5"); },
      reading.mistakes);
  core::read_document(reading, document, [](YamlMap& map) { CHECK(map.integer("n", 0, 9) == 5); });
  CHECK(reading.mistakes.empty());
}

TEST_CASE("a key of a later part and a missing one are named as such") {
  const auto read = [](YamlMap& map) {
    map.not_yet("monitor");
    map.require("name");
    map.text("name");
  };
  CHECK(mistakes_of("name: x\nmonitor: {}", read) ==
        Texts{"2: monitor: belongs to a part of evenkeel that this version does not have; take it "
              "out"});
  CHECK(mistakes_of("", read) == Texts{"0: expected the key 'name', which is missing"});
}

TEST_CASE("a reading of nothing lists every key") {
  core::YamlReading reading;
  reading.listing_keys = true;
  core::read_document(reading, {}, [](YamlMap& map) {
    map.section("log", [](YamlMap& log) { log.text("level"); });
    map.each("deployments", [](const std::string&, YamlMap& one) { one.texts("files"); });
    map.secret("password");
    map.not_yet("monitor");
  });
  CHECK(reading.keys == std::set<std::string>{"log", "log.level", "deployments",
                                              "deployments.*.files", "password", "password_file"});
}
