// The form of a line of the log.
#include "agent/log.hpp"
#include "core/time_text.hpp"
#include "core/utf8.hpp"

#include <algorithm>
#include <cstdio>

namespace agent {
namespace {

// Also the second range (U+0080 to U+009F), which terminals obey, too.
bool is_control(char32_t code) { return code < 0x20 || (code >= 0x7f && code <= 0x9f); }

std::string coded(const char* format, unsigned value) {
  char code[8];
  std::snprintf(code, sizeof code, format, value);
  return code;
}

// How what may not stand in a line is written.
struct Form {
  const char* control;  // a character, by its number
  const char* byte;     // that is no part of UTF-8
  bool quotes;          // so are '"' and '\\'
};

// A name or an engine's message must not be able to write a line of its own, nor colors.
std::string escaped(std::string_view text, const Form& form) {
  std::string result;
  while (!text.empty()) {
    const auto character = core::first_character(text);
    const auto bytes = text.substr(0, character ? character->length : 1);
    text.remove_prefix(bytes.size());
    if (!character) {
      result += coded(form.byte, static_cast<unsigned char>(bytes[0]));
    } else if (character->code == '\n') {
      result += "\\n";
    } else if (is_control(character->code)) {
      result += coded(form.control, static_cast<unsigned>(character->code));
    } else {
      if (form.quotes && (bytes == "\"" || bytes == "\\")) result += '\\';
      result += bytes;
    }
  }
  return result;
}

constexpr Form as_text{"\\x%02x", "\\x%02x", false};
constexpr Form as_json{"\\u%04x", "\\ufffd", true};

}  // namespace

std::string text_line(core::WallTime at, std::string_view level, std::string_view message) {
  constexpr std::size_t level_width = 7;
  std::string padded(level);
  padded.resize(std::max(level_width, padded.size()), ' ');
  return core::rfc3339(at) + " " + padded + " " + escaped(message, as_text);
}

std::string json_line(core::WallTime at, std::string_view level, std::string_view message) {
  return "{\"at\": \"" + core::rfc3339(at) + "\", \"level\": \"" + std::string(level) +
         "\", \"message\": \"" + escaped(message, as_json) + "\"}";
}

}  // namespace agent
