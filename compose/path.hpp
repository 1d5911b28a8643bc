// Path: the keys that lead to a value, for messages ("services.web.ports[0]") and for tables of
// rules ("services.*.ports.[]").
#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace compose {

class Path {
 public:
  Path() = default;
  Path key(std::string_view key) const;
  Path item(std::size_t index) const;
  const std::vector<std::string>& parts() const { return parts_; }
  auto operator<=>(const Path&) const = default;
  std::string last() const { return parts_.empty() ? "" : parts_.back(); }
  std::string text() const;

 private:
  std::vector<std::string> parts_;  // an item of a list is "[3]"
};

// Parts parted by dots; "*" matches any key or item, "[]" any item.
class Pattern {
 public:
  Pattern(std::string_view text);  // NOLINT(google-explicit-constructor): tables are written with
                                   // literals
  Pattern(const char* text)
      : Pattern(std::string_view(text)) {}  // NOLINT(google-explicit-constructor)
  bool matches(const Path& path) const;

 private:
  std::vector<std::string> parts_;
};

// The first row whose pattern matches; nullptr where none does. Patterns of one table never
// overlap.
template <class Rule>
const Rule* find_rule(const std::vector<std::pair<Pattern, Rule>>& table, const Path& path) {
  for (const auto& [pattern, rule] : table) {
    if (pattern.matches(path)) return &rule;
  }
  return nullptr;
}

}  // namespace compose
