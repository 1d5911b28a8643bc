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
  std::string last;           // the head of the last of them
  std::uint64_t cut = 0;      // lines, matching or not, of which only the begin was looked at
  std::uint64_t skipped = 0;  // what was not looked at: bytes where they are known, else 1
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
  // Likewise of lines of which only the begin was looked at.
  std::uint64_t cut(core::MonoTime now);
  // Likewise of what was not looked at.
  std::uint64_t skipped(core::MonoTime now);
  const std::string& last() const { return last_; }
  void clear();

 private:
  struct Part {
    core::MonoTime begin, end;
    std::uint64_t count = 0;
  };

  // Of one kind.
  struct Parts {
    std::deque<Part> all;
    std::uint64_t sum = 0;
  };
  void add(Parts& to, core::MonoTime now, std::uint64_t count) const;
  std::uint64_t sum(Parts& of, core::MonoTime now) const;

  core::Milliseconds per_;
  Parts matching_, cut_, skipped_;
  std::string last_;
};

// "; 2 lines longer than 64 KiB were looked at only so far", "" where none was.
std::string cut_text(std::uint64_t cut);

// "5 lines of the last 5m match `ERROR`, the last: ..."; nothing is said of where.
std::string rate_text(const LogProbe& wanted, std::uint64_t count, const std::string& last);

}  // namespace monitor
