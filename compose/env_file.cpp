#include "compose/env_file.hpp"

#include "compose/interpolate.hpp"
#include "core/text.hpp"

#include <algorithm>

namespace compose {
namespace {

bool is_blank(char c) { return c == '\t' || c == '\v' || c == '\f' || c == '\r' || c == ' '; }
bool is_space(char c) { return is_blank(c) || c == '\n'; }

std::string_view trim_right(std::string_view text) {
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view trim_blanks_left(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  return text;
}

std::string utf8(unsigned code) {
  if (code < 0x80) return {static_cast<char>(code)};
  return {static_cast<char>(0xC0U | (code >> 6U)), static_cast<char>(0x80U | (code & 0x3FU))};
}

// What stands after a backslash in double quotes; nothing where it is no escape.
std::string escape_sequence(std::string_view& rest) {
  static constexpr std::string_view letters = "abfnrtv\"\\", meanings = "\a\b\f\n\r\t\v\"\\";
  const char c = rest.front();
  if (const auto at = letters.find(c); at != std::string_view::npos) {
    rest.remove_prefix(1);
    return {meanings[at]};
  }
  if (c == '$') {
    rest.remove_prefix(1);
    return "$$";
  }
  if (c == '0') {
    std::size_t length = 1;
    while (length < 4 && length < rest.size() && rest[length] >= '0' && rest[length] <= '9')
      ++length;
    const std::string digits(rest.substr(1, length - 1));
    rest.remove_prefix(length);
    const bool octal =
        digits.size() == 3 && digits.find_first_of("89") == std::string::npos && digits[0] <= '3';
    return octal ? utf8(static_cast<unsigned>(std::stoul(digits, nullptr, 8))) : "\\" + digits;
  }
  return "";
}

std::string expand_escapes(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const char c = text.front();
    text.remove_prefix(1);
    const auto meaning = c == '\\' && !text.empty() ? escape_sequence(text) : "";
    out += meaning.empty() ? std::string(1, c) : meaning;
  }
  return out;
}

class Parser {
 public:
  Parser(std::string_view text, const Lookup& lookup, std::map<std::string, std::string>& variables)
      : rest_(text), lookup_(lookup), variables_(variables) {}

  core::Status parse() {
    while (to_statement()) {
      auto done = statement();
      if (!done) return done;
    }
    return {};
  }

 private:
  core::Error refuse(const std::string& message) const {
    return core::invalid("line " + std::to_string(line_) + ": " + message);
  }

  // Skips blank lines and comments; false at the end.
  bool to_statement() {
    while (!rest_.empty()) {
      if (is_space(rest_.front())) {
        if (rest_.front() == '\n') ++line_;
        rest_.remove_prefix(1);
      } else if (rest_.front() == '#') {
        const auto end = rest_.find('\n');
        rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end);
      } else {
        return true;
      }
    }
    return false;
  }

  core::Status statement() {
    skip_export();
    std::size_t end = 0;
    while (end < rest_.size() && rest_[end] != '=' && rest_[end] != ':' && rest_[end] != '\n') {
      const char c = rest_[end];
      const bool allowed =
          is_blank(c) || std::string_view("_.-[]").find(c) != std::string_view::npos ||
          std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
      if (!allowed)
        return refuse("unexpected character `" + std::string(1, c) + "` in variable name `" +
                      std::string(rest_.substr(0, rest_.find('\n'))) + "`");
      ++end;
    }
    // A name at the very end of the file, without a line break, is a value without a name.
    const bool unfinished = end == rest_.size();
    const bool inherited = !unfinished && rest_[end] == '\n';
    const std::string key(unfinished ? std::string_view() : trim_right(rest_.substr(0, end)));
    if (key.find(' ') != std::string::npos) return refuse("key cannot contain a space");
    if (unfinished) {
      rest_ = trim_blanks_left(rest_);
      return value_of("");
    }
    rest_ = trim_blanks_left(rest_.substr(end + 1));
    if (inherited) {
      ++line_;
      if (auto value = lookup_(key)) variables_[key] = *value;
      return {};
    }
    return value_of(key);
  }

  void skip_export() {
    static constexpr std::string_view word = "export";
    if (rest_.starts_with(word) && rest_.size() > word.size() && is_space(rest_[word.size()]))
      rest_ = trim_blanks_left(rest_.substr(word.size()));
  }

  core::Status value_of(const std::string& key) {
    if (!rest_.empty() && (rest_.front() == '"' || rest_.front() == '\'')) return quoted(key);
    const auto end = rest_.find('\n');
    auto value = rest_.substr(0, end);
    rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + 1);
    ++line_;
    value = trim_right(value.substr(0, value.find(" #")));
    return assign(key, std::string(value));
  }

  core::Status quoted(const std::string& key) {
    const char quote = rest_.front();
    std::string chars;
    bool escape = false;
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      const char c = rest_[i];
      if (c == '\n') ++line_;
      if (c == quote && !escape) {
        rest_ = rest_.substr(i + 1);
        if (quote == '"') return assign(key, expand_escapes(chars));
        variables_[key] = chars;
        return {};
      }
      if (c == '\\' && !escape) {
        escape = true;
        continue;
      }
      if (escape && c != quote) chars += '\\';
      escape = false;
      chars += c;
    }
    return refuse("unterminated quoted value " + std::string(rest_.substr(0, rest_.find('\n'))));
  }

  core::Status assign(const std::string& key, const std::string& value) {
    Environment known;  // no more than it needs: each line would copy all before it
    for (const auto& name : names_in(value)) {
      const auto inside = variables_.find(name);
      if (auto outside = lookup_(name))
        known[name] = *outside;
      else if (inside != variables_.end())
        known[name] = inside->second;
    }
    UnsetNames unset;
    auto expanded = Interpolation(known).apply(value, unset);
    if (!expanded) return expanded.error().with("line " + std::to_string(line_));
    bytes_ += expanded->size();
    if (bytes_ > text_bytes_max)
      return refuse("variables expand to more than " + std::to_string(text_bytes_max) + " bytes");
    variables_[key] = *expanded;
    return {};
  }

  // Behind a dollar, or a dollar and a brace.
  static std::vector<std::string> names_in(const std::string& value) {
    std::vector<std::string> names;
    for (auto at = value.find('$'); at != std::string::npos; at = value.find('$', at)) {
      ++at;
      if (at < value.size() && value[at] == '{') ++at;
      const auto length = name_length(std::string_view(value).substr(at));
      if (length > 0) names.push_back(value.substr(at, length));
    }
    return names;
  }

  std::string_view rest_;
  std::size_t bytes_ = 0;
  const Lookup& lookup_;
  std::map<std::string, std::string>& variables_;
  int line_ = 1;
};

}  // namespace

core::Status read_env_file(std::string_view text, const Lookup& lookup,
                           std::map<std::string, std::string>& variables) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return Parser(text, lookup, variables).parse();
}

}  // namespace compose
