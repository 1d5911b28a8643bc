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

TEST_CASE("other texts end as they did") {
  CHECK(label("|+\n        a\n\n") == "a\n\n");
  CHECK(label(">\n        a\n\n") == "a\n");
  CHECK(label(">-\n        a\n\n") == "a");
  CHECK(label("'>+'\n") == ">+");
}
