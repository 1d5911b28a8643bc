// How many lines of the last minutes matched. Pure.
#pragma once

#include "core/clock.hpp"
#include "core/line_cutter.hpp"
#include "monitor/checks/check.hpp"
#include "monitor/checks/line_pattern.hpp"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace monitor {

// What one run found in a log.
struct Matches {
  std::uint64_t count = 0;
  std::string last;  // the head of the last of them
  bool operator==(const Matches&) const = default;
};

// The lines that match are counted in `into`, which must outlive it, and `pattern` too.
core::LineCutter::Sink count_matches(const LinePattern& pattern, Matches& into);

// Bounded, however often it is added to and however long the time: a line may count for up to 1/128
// of the time too long.
class LogRate {
 public:
  explicit LogRate(core::Milliseconds per) : per_(per) {}

  void add(core::MonoTime now, const Matches& found);
  // Of the last `per` until now.
  std::uint64_t count(core::MonoTime now);
  const std::string& last() const { return last_; }
  void clear();

 private:
  struct Part {
    core::MonoTime begin, end;
    std::uint64_t count = 0;
  };

  core::Milliseconds per_;
  std::deque<Part> parts_;
  std::uint64_t sum_ = 0;
  std::string last_;
};

// "5 lines of the last 5m match `ERROR`, the last: ..."; nothing is said of where.
std::string rate_text(const LogProbe& wanted, std::uint64_t count, const std::string& last);

}  // namespace monitor
