// The means of one value over the newest steps of time, 12 bytes each. Pure.
#pragma once

#include "core/clock.hpp"
#include "monitor/series.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace monitor {

class StepMeans {
 public:
  // `step`: more than 0. `steps_max`: how many are kept, of which the newest one may not be over.
  StepMeans(core::Milliseconds step, std::size_t steps_max) : step_(step), steps_max_(steps_max) {}

  // `at` never goes back. A value is kept with a relative error of at most 2^-24.
  void take(core::MonoTime at, double value);
  // Ascending, those with values, and those that are over by `now`: the newest one would say less
  // than the others.
  std::vector<Bucket> buckets(core::MonoTime now) const;
  void clear() { means_.clear(); }

 private:
  struct Mean {
    std::int32_t step = 0;  // since the begin of the clock
    std::uint32_t count = 0;
    float value = 0;
  };
  core::MonoTime time_of(const Mean& mean) const {
    return core::MonoTime(static_cast<std::int64_t>(mean.step) * step_);
  }

  core::Milliseconds step_;
  std::size_t steps_max_;
  std::vector<Mean> means_;
};

}  // namespace monitor
