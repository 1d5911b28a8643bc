// Where a series is heading, by Theil and Sen: the median of the slopes of all pairs,
// which a quarter of wild values cannot spoil. Pure.
#pragma once

#include "core/clock.hpp"
#include "monitor/series.hpp"

#include <chrono>
#include <optional>
#include <span>

namespace monitor {

struct Trend {
  double per_second = 0;  // of the whole span, more than 0
  // The same of its two halves: growth that comes to rest is slower in the second one.
  double early_per_second = 0;
  double late_per_second = 0;
  double level = 0;       // where the series is now, without its noise
  double noise = 0;       // a standard deviation of what is left without the slope
  double confidence = 0;  // Kendall's tau: of the pairs, those that rise less those that fall; 0 to
                          // 1
  int samples = 0;
  core::Milliseconds span{0};  // from the first to the last of them
  bool operator==(const Trend&) const = default;
};

// What a trend is seen in.
struct TrendShape {
  int samples_min = 20;
  core::Milliseconds span_min = std::chrono::minutes(30);
};
// Minutes of the last hour.
inline constexpr TrendShape hourly;

inline constexpr int trend_samples_max = 60;
inline constexpr double trend_confidence_min = 0.4;

// `buckets`: in their order, of which the last 60 that have values are used; not from before the
// start of what is looked at, for a restart is no growth. Nothing where they are too few or span
// too little, and where they do not grow with at least the confidence above: this is decided first,
// in 5 µs for sixty of them; the rest takes 20 µs. No allocation.
std::optional<Trend> trend_of(std::span<const Bucket> buckets, const TrendShape& shape = hourly);

// Whether it is growth towards `limit`, and not what noise does: it is as certain as not, at least
// three times the noise and 0.2 % of the limit. A limit that is not above 0 is none.
bool grows(const Trend& trend, double limit);

// How long from the newest minute until the trend is at `limit`; 0 where it is there. The two
// halves tell whether growth slows down: it is then taken to go on slowing down at that rate, and
// may come to rest below the limit, which is never: nothing.
std::optional<core::Milliseconds> time_until(const Trend& trend, double limit);

}  // namespace monitor
