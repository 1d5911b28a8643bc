// The means of the last hour's minutes of one value, in less than a kilobyte. Pure.
#pragma once

#include "core/clock.hpp"
#include "monitor/series.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace monitor {

class MinuteMeans {
 public:
  static constexpr std::size_t minutes_max = 61;  // of which the last one is not over

  // `at` never goes back. A value is kept with a relative error of at most 2^-24.
  void take(core::MonoTime at, double value);
  // Ascending, those with values; the newest one may not be over.
  std::vector<Bucket> buckets() const;
  void clear() { means_.clear(); }

 private:
  struct Mean {
    std::int32_t minute = 0;  // since the begin of the clock
    std::uint32_t count = 0;
    float value = 0;
  };
  std::vector<Mean> means_;  // at most minutes_max
};

}  // namespace monitor
