#include "cli/document.hpp"

#include "support/catch.hpp"

TEST_CASE("JSON is indented with its keys in their order") {
  CHECK(cli::pretty_json(R"({"b":1,"a":[true]})") ==
        "{\n  \"b\": 1,\n  \"a\": [\n    true\n  ]\n}\n");
  CHECK(cli::pretty_json("no json") == "no json\n");
}

TEST_CASE("YAML nests by two blanks, and dashes take the place of the indentation") {
  CHECK(cli::yaml_of(
            R"({"name":"shop","items":[{"a":1,"b":{"c":null}},"x",[2]],"none":[],"empty":{}})") ==
        "name: shop\nitems:\n  - a: 1\n    b:\n      c: null\n  - x\n  -\n    - 2\nnone: "
        "[]\nempty: {}\n");
}

TEST_CASE("a string stays a string whoever reads the YAML") {
  const std::vector<std::string> quoted = {"yes",        "No",   "null", "1.5", "0x10",
                                           "2026-01-31", "a: b", "",     "- x", "#c",
                                           "~",          "a #b", "1h",   "*",   "a:"};
  for (const auto& text : quoted) {
    CAPTURE(text);
    CHECK(cli::yaml_of("{\"k\":\"" + text + "\"}") == "k: \"" + text + "\"\n");
  }
  CHECK(cli::yaml_of(R"({"k":"/srv/shop"})") == "k: /srv/shop\n");
  CHECK(cli::yaml_of(R"({"on":"two\nlines"})") == "\"on\": \"two\\nlines\"\n");
}
