// What is usual for one metric of one service, so robust that a few unusual values do not matter.
// Pure.
#pragma once

#include "core/clock.hpp"

#include <chrono>
#include <optional>
#include <span>

namespace monitor {

struct Baseline {
  double median = 0;
  // How far values usually lie from it: a standard deviation, where they are spread normally.
  double scale = 0;
  bool operator==(const Baseline&) const = default;
};

// The least scale: without it a series that stands still would find every change unusual.
struct ScaleFloor {
  double absolute = 0;  // in the metric's own unit
  double relative = 0;  // of the median
};

// Of CPU in percent of one core, and of memory in bytes. With a sensitivity of 6 a spike is at
// least 30 percent of a core, or 96 MiB, and 30 % above the median.
inline constexpr ScaleFloor cpu_floor{5, 0.05};
inline constexpr ScaleFloor memory_floor{16.0 * 1024 * 1024, 0.05};

inline constexpr core::Milliseconds baseline_window = std::chrono::hours(1);
inline constexpr core::Milliseconds baseline_needs = std::chrono::minutes(20);

// `values`: those of the last `baseline_window`, as raw as they are looked at, in their order, one
// every `step` where there is one. They are reordered. Nothing where they are fewer than those of
// `baseline_needs`: that much is warm-up.
//
// The scale is the greatest of three: 1.4826 times the median absolute deviation, which half of the
// values cannot spoil; the distance to the value that 8 % exceed, so that what comes back for five
// minutes of every hour is usual; and the floor. Takes about 15 µs, however many values.
std::optional<Baseline> baseline_of(std::span<double> values, core::Milliseconds step,
                                    const ScaleFloor& floor);

}  // namespace monitor
