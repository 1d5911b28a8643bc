#include "monitor/kernel_text.hpp"

#include <limits>

namespace monitor {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }

// Takes the digits off `text`. None where there are none, or too many.
std::optional<std::uint64_t> take_number(std::string_view& text) {
  constexpr auto most = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t value = 0;
  std::size_t length = 0;
  for (; length < text.size() && is_digit(text[length]); ++length) {
    const auto digit = static_cast<std::uint64_t>(text[length] - '0');
    if (value > (most - digit) / 10) return std::nullopt;
    value = value * 10 + digit;
  }
  text.remove_prefix(length);
  return length == 0 ? std::nullopt : std::optional(value);
}

std::optional<std::uint64_t> ended_number(std::string_view text) {
  const auto value = take_number(text);
  return text.empty() || (text.front() != '\n' && !is_blank(text.front())) ? std::nullopt : value;
}

}  // namespace

bool next_line(std::string_view& text, std::string_view& line) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return false;
  line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return true;
}

std::string_view next_word(std::string_view& line) {
  std::size_t begin = 0;
  while (begin < line.size() && is_blank(line[begin])) ++begin;
  auto end = begin;
  while (end < line.size() && !is_blank(line[end])) ++end;
  const auto word = line.substr(begin, end - begin);
  line.remove_prefix(end);
  return word;
}

std::optional<std::uint64_t> to_number(std::string_view word) {
  const auto value = take_number(word);
  return word.empty() ? value : std::nullopt;
}

std::optional<double> to_decimal(std::string_view word) {
  const auto whole = take_number(word);
  if (!whole) return std::nullopt;
  auto digits = static_cast<double>(*whole);
  if (word.empty()) return digits;
  if (word.front() != '.') return std::nullopt;
  double scale = 1;
  for (const char c : word.substr(1)) {
    if (!is_digit(c)) return std::nullopt;
    digits = digits * 10 + (c - '0');
    scale *= 10;
  }
  return digits / scale;
}

std::optional<std::uint64_t> single_number(std::string_view text) { return ended_number(text); }

std::optional<std::uint64_t> number_after(std::string_view text, std::string_view key) {
  const auto at = text.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  return ended_number(text.substr(at + key.size()));
}

}  // namespace monitor
