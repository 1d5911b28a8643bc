#include "core/yaml_characters.hpp"

#include "core/utf8.hpp"

#include <array>
#include <cstdio>

namespace core {
namespace {

bool is_printable(char32_t code) {
  if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
  if (code >= 0x7F && code < 0xA0) return code == 0x85;
  return code != 0xFFFE && code != 0xFFFF;
}

std::string hexadecimal(const char* format, unsigned number) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), format, number);
  return text.data();
}

}  // namespace

std::optional<RefusedCharacter> refused_character(std::string_view text) {
  int line = 1;
  while (!text.empty()) {
    const auto character = first_character(text);
    if (!character) {
      const unsigned byte = static_cast<unsigned char>(text.front());
      return RefusedCharacter{line,
                              "expected UTF-8, found the byte " + hexadecimal("0x%02X", byte)};
    }
    if (!is_printable(character->code))
      return RefusedCharacter{line, "control characters are not allowed, found " +
                                        hexadecimal("U+%04X", character->code)};
    if (character->code == '\n') ++line;
    text.remove_prefix(character->length);
  }
  return std::nullopt;
}

}  // namespace core
