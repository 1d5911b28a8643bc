#include "notify/plain_line.hpp"

#include "core/text.hpp"
#include "core/utf8.hpp"

#include <algorithm>
#include <array>

namespace notify {
namespace {

constexpr std::string_view hidden = "***";
constexpr std::string_view line_cut_mark = "…";
// What ends with one of these (POSTGRES_PASSWORD) holds a secret.
constexpr std::array<std::string_view, 16> secret_names{
    "password",   "passwd",      "passphrase",    "pwd",        "secret",     "token",
    "api_key",    "apikey",      "api-key",       "access_key", "access-key", "private_key",
    "privatekey", "credentials", "authorization", "cookie"};

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool ends_value(char c) { return is_blank(c) || c == ',' || c == ';' || c == '&' || c == ')'; }
bool is_quote(char c) { return c == '"' || c == '\''; }

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}

std::size_t end_of_value(std::string_view text, std::size_t at) {
  if (at < text.size() && is_quote(text[at])) {
    const auto close = text.find(text[at], at + 1);
    return close == std::string_view::npos ? text.size() : close + 1;
  }
  while (at < text.size() && !ends_value(text[at])) ++at;
  return at;
}

// "Bearer abc" is one value of two words.
std::size_t end_of_secret(std::string_view text, std::size_t at) {
  const auto word = core::lowercase(text.substr(at, 7));
  for (const std::string_view scheme : {"bearer ", "basic ", "digest "}) {
    if (word.starts_with(scheme)) return end_of_value(text, skip_blanks(text, at + scheme.size()));
  }
  return end_of_value(text, at);
}

// Where the value begins of the name that ends at `at`: after "=" or ":", or, of a flag
// ("--password x"), after a blank. npos where it is no name of a value.
std::size_t value_after(std::string_view text, std::size_t begin, std::size_t at) {
  if (at < text.size() && is_quote(text[at])) ++at;
  const auto sign = skip_blanks(text, at);
  if (sign < text.size() && (text[sign] == '=' || text[sign] == ':')) {
    if (text.substr(sign).starts_with("://")) return std::string_view::npos;
    return skip_blanks(text, sign + 1);
  }
  auto start = begin;
  while (start > 0 && !is_blank(text[start - 1])) --start;
  const bool is_flag = text.substr(start).starts_with("--") && sign > at;
  return is_flag ? sign : std::string_view::npos;
}

struct Span {
  std::size_t from = std::string_view::npos, to = std::string_view::npos;
};

Span first_named(std::string_view text, std::string_view lower, std::size_t from) {
  Span first;
  for (const auto name : secret_names) {
    for (auto at = lower.find(name, from); at != std::string_view::npos && at < first.from;
         at = lower.find(name, at + 1)) {
      const auto value = value_after(text, at, at + name.size());
      if (value == std::string_view::npos || value >= text.size()) continue;
      if (value < first.from) first = {value, end_of_secret(text, value)};
      break;
    }
  }
  return first;
}

Span first_bearer(std::string_view text, std::string_view lower, std::size_t from) {
  constexpr std::string_view word = "bearer ";
  const auto at = lower.find(word, from);
  if (at == std::string_view::npos) return {};
  const auto value = skip_blanks(text, at + word.size());
  return value < text.size() ? Span{value, end_of_value(text, value)} : Span{};
}

// "https://user:word@host/": the part before the @.
Span first_user_info(std::string_view text, std::size_t from) {
  for (auto at = text.find("://", from); at != std::string_view::npos;
       at = text.find("://", at + 3)) {
    const auto start = at + 3;
    auto end = start;
    while (end < text.size() && !is_blank(text[end]) && text[end] != '/' && !is_quote(text[end]))
      ++end;
    const auto sign = text.substr(start, end - start).rfind('@');
    if (sign != std::string_view::npos && sign > 0) return {start, start + sign};
  }
  return {};
}

}  // namespace

std::string without_secrets(std::string_view text) {
  const auto lower = core::lowercase(text);
  std::string result;
  std::size_t done = 0;
  for (;;) {
    const Span spans[] = {first_named(text, lower, done), first_bearer(text, lower, done),
                          first_user_info(text, done)};
    const auto next =
        *std::min_element(std::begin(spans), std::end(spans),
                          [](const Span& a, const Span& b) { return a.from < b.from; });
    if (next.from == std::string_view::npos) break;
    result += text.substr(done, next.from - done);
    result += hidden;
    done = std::max(next.to, next.from);
    if (done >= text.size()) break;
  }
  return done < text.size() ? result + std::string(text.substr(done)) : result;
}

std::string one_line(std::string_view text, std::size_t bytes_max) {
  std::string line;
  bool blank = false;
  while (!text.empty()) {
    const auto character = core::first_character(text);
    const auto length = character ? character->length : 1;
    const char32_t code = character ? character->code : U'\uFFFD';
    const bool is_gap = code < 0x20 || code == ' ' || (code >= 0x7F && code < 0xA0) ||
                        code == 0x2028 || code == 0x2029;
    if (is_gap) {
      blank = !line.empty();
    } else {
      if (blank) line += ' ';
      blank = false;
      if (character)
        line += text.substr(0, length);
      else
        line += "\xEF\xBF\xBD";
    }
    text.remove_prefix(length);
  }
  if (line.size() <= bytes_max) return line;
  auto end = bytes_max - std::min(bytes_max, line_cut_mark.size());
  while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80) --end;
  line.resize(end);
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line + std::string(line_cut_mark);
}

std::string plain_line(std::string_view text, std::size_t bytes_max) {
  // Cut first, but far behind what will be shown: what is masked is never cut in two.
  return one_line(without_secrets(one_line(text, 8 * bytes_max)), bytes_max);
}

}  // namespace notify
