#include "compose/kept_breaks.hpp"

#include <algorithm>

namespace compose {
namespace {

// Whether `>+` stands here, after tags and anchors.
bool folds_and_keeps(std::string_view text) {
  while (text.starts_with('&') || text.starts_with('!')) {
    text.remove_prefix(std::min(text.find(' '), text.size()));
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  }
  const auto header = text.substr(0, text.find_first_of(" #\r\n"));
  return header == ">+";
}

std::string_view without_break(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// Beyond `indentation`, even blanks belong to the text.
bool is_empty(std::string_view line, std::size_t indentation) {
  const auto text = without_break(line);
  return text.size() <= indentation && text.find_first_not_of(' ') == text.npos;
}

}  // namespace

std::string with_kept_breaks(std::string value, const std::vector<std::string_view>& lines,
                             std::size_t line, std::size_t column) {
  const auto last = value.find_last_not_of('\n');
  const bool applies = last != value.npos && line < lines.size() && column < lines[line].size() &&
                       folds_and_keeps(lines[line].substr(column));
  if (!applies) return value;
  auto at = line + 1;
  while (at < lines.size() && is_empty(lines[at], lines[at].size())) ++at;
  if (at == lines.size()) return value;
  const auto indentation = lines[at].find_first_not_of(' ');
  std::size_t breaks = 0;
  for (; at < lines.size(); ++at) {
    const bool empty = is_empty(lines[at], indentation);
    if (!empty && lines[at].find_first_not_of(' ') < indentation) break;
    if (!empty) breaks = 0;
    if (lines[at].ends_with('\n')) ++breaks;
  }
  return value.substr(0, last + 1) + std::string(breaks, '\n');
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto length = end == text.npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return lines;
}

}  // namespace compose
