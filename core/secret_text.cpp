#include "core/secret_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace core {
namespace {

constexpr std::string_view masked = "***";
constexpr std::array<std::string_view, 12> secret_words = {
    "password", "passwd", "passphrase", "pwd", "token",      "secret",
    "apikey",   "auth",   "credential", "sig", "privatekey", "accesskey"};

bool is_of_name(char letter) {
  return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '-' || letter == '_' ||
         letter == '.';
}

bool ends_value(char letter) {
  return std::isspace(static_cast<unsigned char>(letter)) != 0 ||
         std::string_view("\"'`&;,").find(letter) != std::string_view::npos;
}

// "X-Api-Key" as "xapikey".
std::string letters_of(std::string_view name) {
  std::string letters;
  for (const char letter : name)
    if (std::isalnum(static_cast<unsigned char>(letter)) != 0)
      letters += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  return letters;
}

bool names_a_secret(std::string_view name) {
  const auto letters = letters_of(name);
  if (letters == "key" || letters == "pass" || letters == "pgpassword") return true;
  return std::any_of(secret_words.begin(), secret_words.end(), [&](std::string_view word) {
    return letters == word || (letters.size() > word.size() && letters.ends_with(word)) ||
           letters == std::string(word) + "s" || letters == std::string(word) + "orization";
  });
}

// The name that ends before `end`.
std::string_view name_before(std::string_view text, std::size_t end) {
  auto begin = end;
  while (begin > 0 && is_of_name(text[begin - 1])) --begin;
  return text.substr(begin, end - begin);
}

std::size_t value_end(std::string_view text, std::size_t begin) {
  while (begin < text.size() && !ends_value(text[begin])) ++begin;
  return begin;
}

std::string without_named(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    out += text[at];
    if ((text[at] != '=' && text[at] != ':') || !names_a_secret(name_before(text, at))) continue;
    auto begin = at + 1;
    while (begin < text.size() && (text[begin] == ' ' || text[begin] == '"' || text[begin] == '\''))
      out += text[begin++];
    // "Bearer x" and "Basic x" are two words.
    for (const std::string_view scheme : {"Bearer ", "Basic "})
      if (text.substr(begin).starts_with(scheme)) begin += scheme.size();
    const auto end = value_end(text, begin);
    if (end > begin) out += masked;
    at = end - 1;
  }
  return out;
}

std::string without_passwords(std::string_view text) {
  std::string out;
  std::size_t done = 0;
  for (auto at = text.find("://"); at != std::string_view::npos; at = text.find("://", at)) {
    at += 3;
    const auto end = std::min(text.find_first_of("/?# \t\r\n\"'", at), text.size());
    const auto sign = text.substr(0, end).rfind('@');
    const auto colon = text.find(':', at);
    if (sign == std::string_view::npos || sign < at || colon >= sign) continue;
    out += text.substr(done, colon + 1 - done);
    out += masked;
    done = sign;
  }
  out += text.substr(done);
  return out;
}

}  // namespace

std::string without_secrets(std::string_view text) {
  return without_named(without_passwords(text));
}

std::vector<std::string> without_secrets(std::vector<std::string> words) {
  bool follows = false;
  for (auto& word : words) {
    const bool is_secret = follows;
    follows = word.starts_with('-') && word.find('=') == std::string::npos && names_a_secret(word);
    word = is_secret ? std::string(masked) : without_secrets(std::string_view(word));
  }
  return words;
}

}  // namespace core
