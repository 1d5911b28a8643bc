#include "core/utf8.hpp"

#include "support/catch.hpp"

TEST_CASE("UTF-8 is told from what only looks like it") {
  for (const auto* text : {"", "shop", "caf\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x90\x8b"})
    CHECK(core::is_utf8(text));
  for (const auto* text :
       {"\xff", "\xc3", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80"})
    CHECK(!core::is_utf8(text));
}

TEST_CASE("the first character is told with its length") {
  const std::pair<const char*, core::Character> cases[] = {{"a\xc3\xa9", {'a', 1}},
                                                           {"\xc3\xa9!", {0xE9, 2}},
                                                           {"\xe2\x82\xac", {0x20AC, 3}},
                                                           {"\xed\x9f\xbf", {0xD7FF, 3}},
                                                           {"\xf0\x9f\x90\x8b", {0x1F40B, 4}},
                                                           {"\xf4\x8f\xbf\xbf", {0x10FFFF, 4}}};
  for (const auto& [text, expected] : cases) {
    const auto character = core::first_character(text);
    REQUIRE(character);
    CHECK(character->code == expected.code);
    CHECK(character->length == expected.length);
  }
  CHECK(!core::first_character(""));
}

TEST_CASE("the beginning of a character at the end of a text is told from a whole one") {
  for (const std::string_view whole :
       {"", "a", "a\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\x80\x80\x80\x80", "a\xFF"})
    CHECK(core::unfinished_character(whole) == 0);
  CHECK(core::unfinished_character("a\xC3") == 1);
  CHECK(core::unfinished_character("\xE2\x82") == 2);
  CHECK(core::unfinished_character("a\xF0\x9F\x98") == 3);
}
