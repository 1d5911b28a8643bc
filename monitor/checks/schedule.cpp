#include "monitor/checks/schedule.hpp"

#include <algorithm>

namespace monitor {
namespace {

core::Milliseconds part_of(core::Milliseconds whole, double share) {
  return core::Milliseconds(static_cast<std::int64_t>(static_cast<double>(whole.count()) * share));
}

}  // namespace

CheckSchedule::CheckSchedule(core::Milliseconds interval, std::uint64_t seed, core::MonoTime now)
    : interval_(interval), random_(seed) {
  spread(now);
}

// SplitMix64 (Steele, Lea, Flood 2014): 0 or more, less than 1.
double CheckSchedule::next_share() {
  random_ += 0x9E3779B97F4A7C15ULL;
  auto bits = random_;
  bits = (bits ^ (bits >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  bits = (bits ^ (bits >> 27U)) * 0x94D049BB133111EBULL;
  bits ^= bits >> 31U;
  return static_cast<double>(bits >> 11U) * 0x1.0p-53;
}

bool CheckSchedule::is_time(core::MonoTime now) {
  if (now < due_) return false;
  if (now - due_ <= std::max(late_max, interval_)) return true;
  spread(now);
  return false;
}

void CheckSchedule::ran(core::MonoTime began, core::MonoTime ended) {
  const double factor = 1 - interval_jitter + 2 * interval_jitter * next_share();
  due_ = std::max(began + part_of(interval_, factor), ended + part_of(interval_, interval_jitter));
}

void CheckSchedule::spread(core::MonoTime now) {
  due_ = now + part_of(std::min(interval_, first_run_max), next_share());
}

void CheckSchedule::set_interval(core::Milliseconds interval, core::MonoTime now) {
  if (interval == interval_) return;
  interval_ = interval;
  spread(now);
}

}  // namespace monitor
