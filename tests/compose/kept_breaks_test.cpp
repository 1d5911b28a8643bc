#include "compose/kept_breaks.hpp"

#include "compose/support.hpp"
#include "support/catch.hpp"

namespace {

// Of the service's label `l`, written from this text on.
std::string label(const std::string& text, const std::string& after = "") {
  const auto loaded =
      compose_tests::load("services:\n  web:\n    image: x\n    labels:\n      l: " + text + after);
  INFO((loaded ? "" : loaded.error().what));
  REQUIRE(loaded.has_value());
  return loaded->spec.services.at("web").labels.at("l");
}

}  // namespace

// What the reference (go-yaml v3) makes of them, and the specification of YAML 1.2 (8.1.1.2).
TEST_CASE("a folded text that keeps its line breaks keeps all of them") {
  const std::string next = "      m: y\n";
  for (const auto& after : {std::string(), next}) {
    CHECK(label(">+\n        a\n        b\n", after) == "a b\n");
    CHECK(label(">+\n        a\n\n", after) == "a\n\n");
    CHECK(label(">+\n        a\n\n        b\n\n\n", after) == "a\nb\n\n\n");
    CHECK(label(">+\r\n        a\r\n\r\n", after) == "a\n\n");
    CHECK(label("&x >+ # why\n        a\n  \n\n", after) == "a\n\n\n");
    CHECK(label("!!str >+\n\n        a\n\n", after) == "\na\n\n");
  }
  CHECK(label(">+\n        a") == "a");
  CHECK(label(">+\n        a\n\n    # no more\n", next) == "a\n\n");
}

TEST_CASE("so does one whose indentation is written out") {
  const std::string next = "      m: y\n";
  for (const auto& after : {std::string(), next}) {
    for (const std::string header : {">2+", ">+2"}) {
      CHECK(label(header + "\n        a\n        b\n", after) == "a b\n");
      CHECK(label(header + "\n        a\n\n", after) == "a\n\n");
      CHECK(label(header + "\n          a\n        b\n\n\n", after) == "  a\nb\n\n\n");
      CHECK(label("!!str " + header + " # why\n        a\n\n", after) == "a\n\n");
    }
  }
  CHECK(label(">2\n          a\n\n") == "  a\n");
  CHECK(label(">2-\n          a\n\n") == "  a");
}

TEST_CASE("the indentation that is written out counts from the key, or from the dash of an item") {
  const auto kept = [](const std::string& head, std::size_t column, const std::string& body) {
    const auto text = head + body;
    return compose::with_kept_breaks(" a\n", compose::lines_of(text), 0, column);
  };
  CHECK(kept("- - >2+\n", 4, "     a\n\n- b\n") == " a\n\n");
  CHECK(kept("- k: >2+\n", 5, "     a\n\n  l: b\n") == " a\n\n");
  CHECK(kept("k: >1+\n", 3, "  a\n\nl: b\n") == " a\n\n");
}

TEST_CASE("other texts end as they did") {
  CHECK(label("|+\n        a\n\n") == "a\n\n");
  CHECK(label(">\n        a\n\n") == "a\n");
  CHECK(label(">-\n        a\n\n") == "a");
  CHECK(label("'>+'\n") == ">+");
}
