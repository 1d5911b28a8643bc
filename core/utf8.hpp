// Well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates). Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace core {

struct Character {
  char32_t code = 0;
  std::size_t length = 0;  // in bytes
};

// The character that `text` begins with; nothing where `text` is empty or does not begin with one.
std::optional<Character> first_character(std::string_view text);

// How many bytes at the end of `text` are the beginning of a character that is not whole: 0 to 3.
std::size_t unfinished_character(std::string_view text);

bool is_utf8(std::string_view text);

}  // namespace core
