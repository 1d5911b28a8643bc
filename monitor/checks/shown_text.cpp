#include "monitor/checks/shown_text.hpp"

#include "core/text.hpp"
#include "monitor/human_text.hpp"

#include <algorithm>
#include <cctype>
#include <cstring>

namespace monitor {
namespace {

// The bytes that follow the first of a character in UTF-8.
bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

std::string_view cut_at_character(std::string_view text, std::size_t bytes_max) {
  auto end = std::min(bytes_max, text.size());
  for (int i = 0; i < 3 && end > 0 && end < text.size() && continues_character(text[end]); ++i)
    --end;
  return text.substr(0, end);
}

}  // namespace

std::string shown(std::string_view text, std::size_t bytes_max) {
  text = text.substr(0, text.find_first_of("\r\n"));
  if (text.size() <= bytes_max) return plain_name(std::string(text));
  return plain_name(std::string(cut_at_character(text, bytes_max))) + "...";
}

std::string in_quotes(std::string_view text) { return "\"" + shown(text) + "\""; }

std::string_view last_line(std::string_view text) {
  text = core::trim(text);
  const auto end = text.find_last_of("\r\n");
  return core::trim(end == std::string_view::npos ? text : text.substr(end + 1));
}

std::string error_words(int error) {
  std::string words = std::strerror(error);
  if (!words.empty())
    words[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(words[0])));
  return words;
}

}  // namespace monitor
