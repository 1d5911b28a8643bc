#include "notify/render/line_text.hpp"

#include "core/utf8.hpp"

namespace notify {
namespace {

constexpr std::string_view no_utf8_mark = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view cut_mark = "\xE2\x80\xA6";      // U+2026

bool breaks_line(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029;
}

bool turns_direction(char32_t code) {
  return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

}  // namespace

std::string clean_line(std::string_view text) {
  std::string line;
  line.reserve(text.size());
  bool gap = false;
  while (!text.empty()) {
    const auto character = core::first_character(text);
    const auto length = character ? character->length : 1;
    const auto piece = text.substr(0, length);
    text.remove_prefix(length);
    if (character && breaks_line(character->code)) {
      gap = true;
      continue;
    }
    if (character && turns_direction(character->code)) continue;
    if (gap && !line.empty() && line.back() != ' ' && piece != " ") line += ' ';
    gap = false;
    line += character ? piece : no_utf8_mark;
  }
  return line;
}

std::string cut_text(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return std::string(text);
  if (bytes_max < cut_mark.size()) return {};
  std::size_t kept = 0;
  while (kept < text.size()) {
    const auto character = core::first_character(text.substr(kept));
    const auto length = character ? character->length : 1;
    if (kept + length + cut_mark.size() > bytes_max) break;
    kept += length;
  }
  while (kept > 0 && text[kept - 1] == ' ') --kept;
  return std::string(text.substr(0, kept)) + std::string(cut_mark);
}

}  // namespace notify
