#include "compose/kept_breaks.hpp"

#include <algorithm>

namespace compose {
namespace {

struct Header {
  bool folds_and_keeps = false;
  std::size_t indicator = 0;  // of the indentation; 0: none
};

// `>+`, `>2+` or `>+2`, after tags and anchors.
Header header_of(std::string_view text) {
  while (text.starts_with('&') || text.starts_with('!')) {
    text.remove_prefix(std::min(text.find(' '), text.size()));
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  }
  const auto written = text.substr(0, text.find_first_of(" #\r\n"));
  Header header;
  if (!written.starts_with('>') || written.size() > 3) return header;
  std::size_t pluses = 0, digits = 0;
  for (const char c : written.substr(1)) {
    if (c == '+') ++pluses;
    if (c < '1' || c > '9') continue;
    ++digits;
    header.indicator = static_cast<std::size_t>(c - '0');
  }
  header.folds_and_keeps = pluses == 1 && pluses + digits == written.size() - 1;
  return header;
}

// How far what holds the value is indented: its key, or the dash of its item.
std::size_t indentation_of_holder(std::string_view line, std::size_t column) {
  auto at = line.find_first_not_of(' ');
  while (at < column && line.substr(at).starts_with("- ")) {
    const auto next = line.find_first_not_of(' ', at + 1);
    if (next >= column) break;
    at = next;
  }
  return at;
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
  if (last == value.npos || line >= lines.size() || column >= lines[line].size()) return value;
  const auto header = header_of(lines[line].substr(column));
  if (!header.folds_and_keeps) return value;
  auto at = line + 1;
  while (at < lines.size() && is_empty(lines[at], lines[at].size())) ++at;
  if (at == lines.size()) return value;
  const auto indentation = header.indicator == 0
                               ? lines[at].find_first_not_of(' ')
                               : indentation_of_holder(lines[line], column) + header.indicator;
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
