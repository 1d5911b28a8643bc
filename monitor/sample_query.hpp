// From what is kept to the points of an answer. Pure.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "monitor/ports.hpp"
#include "monitor/series.hpp"

#include <vector>

namespace monitor {

inline constexpr std::int64_t points_max = 20'000;  // of one answer

// The steps of an answer: whole multiples of `step` since the epoch, so that two answers about the
// same time have the same points.
struct Steps {
  core::WallTime from;  // the begin of the first
  core::Milliseconds step{0};
  std::int64_t count = 0;
  core::WallTime end() const { return from + count * step; }
  bool operator==(const Steps&) const = default;
};

// Those that hold [from, to). Errors: invalid (`to` before `from`, more than `points_max` of them).
core::Result<Steps> steps_of(core::WallTime from, core::WallTime to, core::Milliseconds step);

// The least multiple of a minute that is not shorter.
core::Milliseconds whole_minutes(core::Milliseconds step);

// Every step has a point, with no value where nothing is known of it. Ascending input; what lies
// outside the steps is left out. A mean is that of the parts, each with the same weight.
std::vector<SamplePoint> points_of(const std::vector<Minute>& parts, const Steps& steps,
                                   Aggregation aggregation);

}  // namespace monitor
