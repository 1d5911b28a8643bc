#include "core/yaml_reader.hpp"

#include "support/catch.hpp"

namespace {

struct Read {
  core::YamlValue value;
  std::vector<std::string> mistakes;
};

Read read(const std::string& text) {
  const core::Environment environment = [](const std::string& name) -> std::optional<std::string> {
    if (name == "HOST") return "box";
    if (name == "EMPTY") return "";
    return std::nullopt;
  };
  std::vector<core::YamlMistake> mistakes;
  Read result{core::read_yaml(text, "a.yaml", environment, mistakes), {}};
  for (const auto& mistake : mistakes) result.mistakes.push_back(mistake.full());
  return result;
}

using Mistakes = std::vector<std::string>;

}  // namespace

TEST_CASE("values know the file and the line where they were written") {
  const auto document = read("log:\n  level: info\nlist:\n  - one\n  - two\n");
  CHECK(document.mistakes.empty());
  CHECK(document.value.find("log")->find("level")->where() == "a.yaml:2");
  CHECK(document.value.find("list")->items.at(1).where() == "a.yaml:5");
  CHECK(document.value.find("list")->items.at(1).text == "two");
  CHECK(document.value.find("other") == nullptr);
}

TEST_CASE("an empty document is nothing, and no mistake") {
  CHECK(read("").value.kind == core::YamlValue::Kind::null);
  CHECK(read("# only a comment\n").mistakes.empty());
}

TEST_CASE("variables are expanded and two dollars are one") {
  const auto document = read("a: ${HOST}:1${EMPTY}\nb: 'p$$w'\nc: $$$${HOST}\n");
  CHECK(document.mistakes.empty());
  CHECK(document.value.find("a")->text == "box:1");
  CHECK(document.value.find("a")->expanded);
  CHECK(document.value.find("b")->text == "p$w");
  CHECK(document.value.find("c")->text == "$${HOST}");
}

TEST_CASE("what an expanded variable holds is not expanded again") {
  const core::Environment environment = [](const std::string&) {
    return std::optional<std::string>("${OTHER}$");
  };
  std::vector<core::YamlMistake> mistakes;
  const auto value = core::read_yaml("a: ${X}", "a.yaml", environment, mistakes);
  CHECK(mistakes.empty());
  CHECK(value.find("a")->text == "${OTHER}$");
}

TEST_CASE("a variable that is not set, and a lone dollar, are named with their place") {
  CHECK(read("a: 1\nb:\n  c: x${NONE}\n").mistakes ==
        Mistakes{"a.yaml:3: b.c: expected the environment variable 'NONE', which is not set"});
  CHECK(read("a: pa$word").mistakes ==
        Mistakes{"a.yaml:1: a: expected ${NAME} after a dollar; write $$ for a dollar itself"});
  CHECK(read("a: '${open'").mistakes.size() == 1);
  CHECK(read("a: ends$").mistakes.size() == 1);
}

TEST_CASE("a key that is written twice names both lines") {
  CHECK(read("log:\n  level: info\n  format: text\n  level: debug\n").mistakes ==
        Mistakes{"a.yaml:4: log.level: is written twice, here and in a.yaml:2; keep one of them"});
}

TEST_CASE("what is not YAML is a mistake with its line") {
  const auto mistakes = read("a: 1\nb: [1, 2\nc: 3\n").mistakes;
  REQUIRE(mistakes.size() == 1);
  CHECK(mistakes.front().starts_with("a.yaml:"));
  CHECK(mistakes.front().find("expected YAML") != std::string::npos);
  CHECK(read("a: 1\n---\nb: 2\n").mistakes.size() == 1);
  CHECK(read("a: !!binary x\n").mistakes.size() == 1);
  CHECK(read("? [a, b]\n: 1\n").mistakes.size() == 1);
  CHECK(read("\tx: 1").mistakes.size() == 1);
}

TEST_CASE("what is not UTF-8, and a control character, is a mistake with its line") {
  CHECK(read("a: 1\nb: caf\xe9\n").mistakes ==
        Mistakes{"a.yaml:2: expected UTF-8, found the byte 0xE9"});
  CHECK(read("a: 1\nb: x\x01y\n").mistakes ==
        Mistakes{"a.yaml:2: control characters are not allowed, found U+0001"});
  CHECK(read("\xef\xbb\xbf"
             "a: caf\xc3\xa9\n")
            .value.find("a")
            ->text == "caf\xc3\xa9");
}

TEST_CASE("aliases that multiply are stopped before they fill the memory") {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    const auto before = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int j = 0; j < 9; ++j) text += ", " + before;
    text += "]\n";
  }
  const auto document = read(text);
  REQUIRE(document.mistakes.size() == 1);
  CHECK(document.mistakes.front().find("more values") != std::string::npos);
}

TEST_CASE("a document that is too deep or too large is refused") {
  CHECK(read(std::string(200, '[') + std::string(200, ']')).mistakes.size() == 1);
  CHECK(read(std::string(core::yaml_text_bytes_max + 1, '#')).mistakes.size() == 1);
}

TEST_CASE("files are merged map by map") {
  auto one = read("heal:\n  mode: auto\nlog: {level: info}\n").value;
  std::vector<core::YamlMistake> mistakes;
  core::merge_yaml(one, core::read_yaml("heal: {attempts: 5}\n", "b.yaml", {}, mistakes), mistakes);
  CHECK(mistakes.empty());
  CHECK(one.find("heal")->find("mode")->text == "auto");
  CHECK(one.find("heal")->find("attempts")->where() == "b.yaml:1");
}

TEST_CASE("a key that two files write names both") {
  auto one = read("heal:\n  mode: auto\n").value;
  std::vector<core::YamlMistake> mistakes;
  core::merge_yaml(one, core::read_yaml("x: 1\nheal: {mode: off}\n", "b.yaml", {}, mistakes),
                   mistakes);
  REQUIRE(mistakes.size() == 1);
  CHECK(mistakes.front().full() ==
        "b.yaml:2: heal.mode: is written twice, here and in a.yaml:2; keep one of them");
  CHECK(one.find("heal")->find("mode")->text == "auto");
}
