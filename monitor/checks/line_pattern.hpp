// A regular expression held against lines: RE2, whose time grows with the line and nothing else.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace monitor {

// What one expression may take of memory, compiled and at work; where that is not enough to work
// fast, it works slowly.
inline constexpr int line_pattern_bytes_max = 1 << 20;

// May be used by several threads at once; copies share the expression.
class LinePattern {
 public:
  explicit LinePattern(const std::string& pattern);

  const std::string& problem() const { return problem_; }  // why it is none; "" where it is one
  const std::string& text() const { return text_; }
  // Somewhere in `line`, which may hold any bytes. False where the pattern is none.
  bool matches(std::string_view line) const;

 private:
  std::string text_, problem_;
  std::shared_ptr<const re2::RE2> expression_;
};

}  // namespace monitor
