#include "monitor/checks/yaml_json_codec.hpp"

#include "core/yaml_reader.hpp"
#include "support/catch.hpp"

#include <string>

using namespace monitor;

namespace {

std::string json_of_yaml(const std::string& yaml) {
  const core::Environment environment = [](const std::string&) {
    return std::optional<std::string>("42");
  };
  std::vector<core::YamlMistake> mistakes;
  const auto value = core::read_yaml(yaml, "a.yaml", environment, mistakes);
  REQUIRE(mistakes.empty());
  return json_of(value);
}

std::string again(const std::string& json) { return json_of(yaml_of(json).value()); }

std::string refusal(const std::string& json) {
  const auto value = yaml_of(json);
  REQUIRE_FALSE(value);
  CHECK(value.error().code == core::Errc::invalid);
  return value.error().what;
}

}  // namespace

TEST_CASE("YAML becomes JSON with the types that YAML gives it") {
  struct Row {
    std::string yaml, json;
  };
  const Row row = GENERATE(values<Row>({
      {"", "null"},
      {"~", "null"},
      {"off", R"("off")"},
      {"true", "true"},
      {"'true'", R"("true")"},
      {"True", R"("True")"},
      {"7", "7"},
      {"-1.50", "-1.50"},
      {"1e3", "1e3"},
      {"'7'", R"("7")"},
      {"007", R"("007")"},
      {".5", R"(".5")"},
      {"1e999", R"("1e999")"},
      {"[a, 1, [], {}]", R"(["a",1,[],{}])"},
      {"{b: 1, a: {c: ~}}", R"({"b":1,"a":{"c":null}})"},
      {"${X}", R"("42")"},
      {"a$$b", R"("a$b")"},
      {R"("quote \" slash \\ line \n")", R"("quote \" slash \\ line \n")"},
  }));
  CAPTURE(row.yaml);
  CHECK(json_of_yaml(row.yaml) == row.json);
}

TEST_CASE("JSON is read as it is, with every dollar and every digit") {
  for (const std::string json :
       {R"("a $ b ${X} $$")", R"({"a":[1,-2.50,true,null,"x"]})", R"("\n\t\"\\")", "1.10",
        R"({"a":{"b":{"c":[]}}})", "\"\xf0\x9f\x98\x80\"", "0", "18446744073709551615"}) {
    CAPTURE(json);
    CHECK(again(json) == json);
  }
  CHECK(yaml_of(R"("\u00e9\ud83d\ude00\/")").value().text == "\xc3\xa9\xf0\x9f\x98\x80/");
}

TEST_CASE("a text of JSON may stand for a number or a truth value where one is asked for") {
  CHECK(yaml_of(R"("5")").value().expanded);
  CHECK(yaml_of(R"("true")").value().expanded);
  CHECK_FALSE(yaml_of(R"("5s")").value().expanded);
  CHECK_FALSE(yaml_of(R"("5")").value().plain);
  CHECK(yaml_of("5").value().plain);
}

TEST_CASE("what is no JSON is refused in a sentence") {
  CHECK(refusal("{").starts_with("expected JSON: there is a mistake in its form at byte "));
  CHECK(refusal("").starts_with("expected JSON: there is a mistake in its form at byte "));
  CHECK(refusal("a: b").starts_with("expected JSON: there is a mistake in its form at byte "));
  CHECK(refusal("1e999").starts_with("expected JSON: there is a mistake in its form at byte "));
  CHECK(refusal(R"({"a":1,"b":2,"a":3})") == "expected JSON: the key `a` is written twice");
  CHECK(refusal(R"({"a":"x\u0000y"})") == "expected JSON: a text holds the character NUL");
  CHECK(refusal(R"({"\u0000":1})") == "expected JSON: a key holds the character NUL");
  CHECK(refusal(std::string(1'000'000, '[')) == "expected JSON: it is nested too deeply");
}
