#include "core/yaml_characters.hpp"

#include "support/catch.hpp"

using namespace std::string_literals;

namespace {

std::string refusal(const std::string& text) {
  const auto refused = core::refused_character(text);
  return refused ? std::to_string(refused->line) + ": " + refused->message : "";
}

}  // namespace

TEST_CASE("a byte that is no UTF-8 is refused with its line") {
  CHECK(refusal("a: 1\nb: caf\xe9\n") == "2: expected UTF-8, found the byte 0xE9");
  CHECK(refusal("a: \xc3") == "1: expected UTF-8, found the byte 0xC3");
  CHECK(refusal("\xff\xfe") == "1: expected UTF-8, found the byte 0xFF");
}

TEST_CASE("control characters are refused with their line") {
  CHECK(refusal("a: 1\r\n\nb: \x04\n") == "3: control characters are not allowed, found U+0004");
  CHECK(refusal("a: \0b"s) == "1: control characters are not allowed, found U+0000");
  CHECK(refusal("# \x1b[0m") == "1: control characters are not allowed, found U+001B");
  CHECK(refusal("\x7f") == "1: control characters are not allowed, found U+007F");
  CHECK(refusal("\xc2\x80") == "1: control characters are not allowed, found U+0080");
  CHECK(refusal("\xef\xbf\xbe") == "1: control characters are not allowed, found U+FFFE");
}

TEST_CASE("everything else of YAML 1.1 is let in") {
  for (const auto* text : {"", "a:\tb\r\n", "\xc2\x85", "\xc2\xa0",
                           "\xef\xbb\xbf"
                           "a: 1",
                           "\xe2\x80\xa8", "\xef\xbf\xbd", "\xf0\x9f\x90\x8b"})
    CHECK(refusal(text).empty());
}
