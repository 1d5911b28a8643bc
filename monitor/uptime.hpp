// How long one service was up of the time in which it was meant to run. docs/monitoring.md
// ("Availability") says what counts. Pure.
#pragma once

#include "core/clock.hpp"
#include "monitor/ports.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace monitor {

// Between two looks that are farther apart nobody saw what happened.
inline constexpr core::Milliseconds uptime_look_gap = std::chrono::minutes(1);
// Until a service was up for the first time it is not down, for at most so long: its images are
// pulled, it starts.
inline constexpr core::Milliseconds first_start_max = std::chrono::minutes(5);

// This life of the agent, and what is known of how the one before it ended.
struct UptimeLife {
  std::string boot;  // core::Boot::id
  // Until when the agent before this one lived, where it was cut short. One that ended in order may
  // have done so long before its host did.
  std::optional<core::WallTime> alive_before;
  std::optional<core::WallTime> booted_at;
};

// Invariant: at most `hours_max` hours are kept, each at most once; their sum is never more than
// the time that passed by the monotonic clock, but for time in which the host was off.
class Uptime {
 public:
  static constexpr std::size_t hours_max = uptime_kept / std::chrono::hours(1) + 1;

  Uptime() = default;
  // What an agent before this one has counted.
  Uptime(std::vector<UptimeHour> hours, std::optional<LastSight> last)
      : hours_(std::move(hours)), last_(std::move(last)) {}

  // `ended_at`: the newest end among the service's containers, the epoch where none is known; it
  // counts only where the look does not follow another one.
  void look(ServiceSight sight, core::WallTime ended_at, core::Instant now, const UptimeLife& life);
  // A look now follows one that is not long ago.
  bool follows(core::Instant now) const {
    return followed_ && now.mono - last_->at.mono <= uptime_look_gap;
  }
  // Adds what was counted before, where it could not be read in time.
  void add(const std::vector<UptimeHour>& hours);

  // None where there is nothing in it.
  std::optional<Availability> availability(core::WallTime now) const;
  // All of them are taken for changed.
  void change_all();
  // The hours that changed since this was called last, and the sight if it did.
  std::vector<UptimeHour> take_changed();
  const std::optional<LastSight>& last() const { return last_; }
  // Nothing of it is within what is kept.
  bool is_over(core::WallTime now) const;

 private:
  void count(bool up, core::WallTime end, core::Milliseconds time);
  void count_gap(const ServiceSight& sight, core::WallTime ended_at, core::Instant now,
                 const UptimeLife& life);
  bool stayed_so(const ServiceSight& sight, core::WallTime ended_at) const;
  core::WallTime down_from(core::WallTime ended_at, core::Instant now,
                           const UptimeLife& life) const;
  bool starts_first(core::MonoTime now);
  UptimeHour& find_or_add(std::int32_t hour);

  std::vector<UptimeHour> hours_;              // ascending
  std::optional<LastSight> last_;              // that was no `unseen`
  bool followed_ = false;                      // the look before this one saw it, too
  std::optional<core::MonoTime> first_start_;  // where it was never up
  std::optional<std::int32_t> changed_from_, changed_to_;
};

}  // namespace monitor
