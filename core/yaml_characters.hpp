// Which characters a YAML file may hold. The YAML library takes what is not one of them for another
// character, silently.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace core {

struct RefusedCharacter {
  int line;             // from 1
  std::string message;  // "expected UTF-8, found the byte 0xE9"
};

// The first byte that is no UTF-8, or character that YAML 1.1 (5.1, c-printable) does not allow:
// control characters other than tab, line feed, carriage return and next line. Pure.
std::optional<RefusedCharacter> refused_character(std::string_view text);

}  // namespace core
