// When a check is due. Pure: time and seed are arguments. All on the monotonic clock: what the
// machine slept through is not made up for.
#pragma once

#include "core/clock.hpp"

#include <cstdint>

namespace monitor {

// The first run is spread over the interval, but comes within so long: a check that is due once a
// day would else wait a day after each start of the agent.
inline constexpr core::Milliseconds first_run_max = std::chrono::minutes(1);
// The time between two runs differs from the interval by at most this share of it.
inline constexpr double interval_jitter = 0.1;
// Who comes later than an interval, and than this, was held up with everybody else: the runs are
// spread anew.
inline constexpr core::Milliseconds late_max = std::chrono::seconds(5);

class CheckSchedule {
 public:
  CheckSchedule(core::Milliseconds interval, std::uint64_t seed, core::MonoTime now);

  core::MonoTime due() const { return due_; }
  // Whether it is time to run it. Where that was missed by far, it is put off instead.
  bool is_time(core::MonoTime now);
  // A run is over: the next one is an interval after its begin, and not at once.
  void ran(core::MonoTime began, core::MonoTime ended);
  // As at the start.
  void spread(core::MonoTime now);
  void set_interval(core::Milliseconds interval, core::MonoTime now);

 private:
  double next_share();

  core::Milliseconds interval_;
  std::uint64_t random_;
  core::MonoTime due_;
};

}  // namespace monitor
