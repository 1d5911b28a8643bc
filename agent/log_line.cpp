// The form of a line of the log.
#include "agent/log.hpp"
#include "core/time_text.hpp"

#include <cstdio>

namespace agent {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

// A name or an engine's message must not be able to write a line of its own, nor colors.
std::string escaped(std::string_view text, const char* control_format, bool quotes) {
  std::string result;
  for (const char c : text) {
    char code[8];
    if (c == '\n') {
      result += "\\n";
    } else if (is_control(c)) {
      std::snprintf(code, sizeof code, control_format,
                    static_cast<unsigned>(static_cast<unsigned char>(c)));
      result += code;
    } else {
      if (quotes && (c == '"' || c == '\\')) result += '\\';
      result += c;
    }
  }
  return result;
}

}  // namespace

std::string text_line(core::WallTime at, std::string_view level, std::string_view message) {
  constexpr std::size_t level_width = 7;
  std::string padded(level);
  padded.resize(std::max(level_width, padded.size()), ' ');
  return core::rfc3339(at) + " " + padded + " " + escaped(message, "\\x%02x", false);
}

std::string json_line(core::WallTime at, std::string_view level, std::string_view message) {
  return "{\"at\": \"" + core::rfc3339(at) + "\", \"level\": \"" + std::string(level) +
         "\", \"message\": \"" + escaped(message, "\\u%04x", true) + "\"}";
}

}  // namespace agent
