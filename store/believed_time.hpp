// The wall clock as far as it is believed when old things are deleted: a step by which nothing of
// what is kept would be left is not followed before the clock has stood by it for a day. Pure.
#pragma once

#include "core/clock.hpp"

#include <chrono>
#include <optional>

namespace store {

inline constexpr core::Milliseconds believed_after = std::chrono::hours(24);

class BelievedTime {
 public:
  // `newest`: of what was stored before; nothing where nothing was.
  BelievedTime(std::optional<core::WallTime> newest, core::Instant now)
      : time_(newest.value_or(now.wall)), at_(now.mono) {}

  // Never ahead of the clock by more than the time that passed. `keep`: how long things are kept.
  core::WallTime look(core::Instant now, core::Milliseconds keep);

 private:
  core::WallTime time_;
  core::MonoTime at_;
  std::optional<core::MonoTime> doubted_since_;
};

}  // namespace store
