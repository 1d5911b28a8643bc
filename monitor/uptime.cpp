#include "monitor/uptime.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace monitor {
namespace {

using std::chrono::hours;

constexpr core::Milliseconds one_hour = hours(1);

std::int32_t uptime_hour_of(core::WallTime at) {
  return static_cast<std::int32_t>(std::chrono::floor<hours>(at.time_since_epoch()).count());
}

void add_to(std::uint32_t& sum, core::Milliseconds time) {
  constexpr std::int64_t most = std::numeric_limits<std::uint32_t>::max();
  sum = static_cast<std::uint32_t>(std::min<std::int64_t>(most, sum + time.count()));
}

bool is_due(const ServiceSight& sight) {
  return sight.duty == Duty::up || sight.duty == Duty::down;
}

bool is_before(const UptimeHour& one, const UptimeHour& other) { return one.hour < other.hour; }

}  // namespace

UptimeHour& Uptime::find_or_add(std::int32_t hour) {
  if (!hours_.empty() && hours_.back().hour == hour) return hours_.back();
  const UptimeHour fresh{hour};
  const auto at = std::lower_bound(hours_.begin(), hours_.end(), fresh, is_before);
  if (at != hours_.end() && at->hour == hour) return *at;
  return *hours_.insert(at, fresh);
}

// The last `time` before `end`, each hour its part of it.
void Uptime::count(bool up, core::WallTime end, core::Milliseconds time) {
  auto left = std::clamp(time, core::Milliseconds(0), uptime_kept);
  while (left > core::Milliseconds(0)) {
    const auto hour = uptime_hour_of(end - core::Milliseconds(1));
    const core::WallTime begin{one_hour * hour};
    const auto part = std::min(left, end - begin);
    auto& sums = find_or_add(hour);
    add_to(up ? sums.up_ms : sums.down_ms, part);
    changed_from_ = std::min(changed_from_.value_or(hour), hour);
    changed_to_ = std::max(changed_to_.value_or(hour), hour);
    end -= part;
    left -= part;
  }
  if (hours_.size() > hours_max)
    hours_.erase(hours_.begin(), hours_.end() - static_cast<std::ptrdiff_t>(hours_max));
}

// Nobody looked for a while. What was up and has not started anew is taken to have been up all the
// time: that its health failed and came back meanwhile leaves no trace. It is down all the time
// only where a container of it had ended before and none was started since.
bool Uptime::stayed_so(const ServiceSight& sight, core::WallTime ended_at) const {
  if (!(sight == last_->sight)) return false;
  return sight.duty == Duty::up || (ended_at > sight.started_at && ended_at <= last_->at.wall);
}

// The host was off. An orderly shutdown ends containers at a time that the engine knows; else they
// ended with the power, as the agent did unless it was stopped before.
core::WallTime Uptime::down_from(core::WallTime ended_at, core::Instant now,
                                 const UptimeLife& life) const {
  const auto booted_at = life.booted_at.value_or(now.wall);
  if (ended_at > last_->at.wall && ended_at < booted_at) return ended_at;
  return life.alive_before.value_or(booted_at);
}

void Uptime::count_gap(const ServiceSight& sight, core::WallTime ended_at, core::Instant now,
                       const UptimeLife& life) {
  if (!is_due(last_->sight) || !is_due(sight)) return;
  const bool same_boot = last_->boot == life.boot;
  const auto away = same_boot ? now.mono - last_->at.mono : now.wall - last_->at.wall;
  if (stayed_so(sight, ended_at)) return count(sight.duty == Duty::up, now.wall, away);
  if (same_boot) return;
  count(false, now.wall, std::min(away, now.wall - down_from(ended_at, now, life)));
}

bool Uptime::starts_first(core::MonoTime now) {
  if (!hours_.empty() || (last_ && is_due(last_->sight))) return false;
  if (!first_start_) first_start_ = now;
  return now - *first_start_ < first_start_max;
}

void Uptime::look(ServiceSight sight, core::WallTime ended_at, core::Instant now,
                  const UptimeLife& life) {
  if (sight.duty == Duty::unseen) {
    followed_ = false;
    return;
  }
  if (sight.duty == Duty::not_due) first_start_.reset();
  if (sight.duty == Duty::down && starts_first(now.mono)) sight.duty = Duty::not_due;
  const bool follows_another = follows(now);
  if (last_ && !follows_another) count_gap(sight, ended_at, now, life);
  if (follows_another && is_due(last_->sight))
    count(last_->sight.duty == Duty::up, now.wall, now.mono - last_->at.mono);
  followed_ = true;
  if (!last_) last_.emplace();
  last_->at = now;
  last_->sight = sight;
  if (last_->boot != life.boot) last_->boot = life.boot;
}

void Uptime::add(const std::vector<UptimeHour>& hours) {
  for (const auto& hour : hours) {
    auto& sums = find_or_add(hour.hour);
    add_to(sums.up_ms, core::Milliseconds(hour.up_ms));
    add_to(sums.down_ms, core::Milliseconds(hour.down_ms));
  }
  change_all();  // what is written next must be the sum
}

void Uptime::change_all() {
  if (hours_.empty()) return;
  changed_from_ = hours_.front().hour;
  changed_to_ = hours_.back().hour;
}

std::optional<Availability> Uptime::availability(core::WallTime now) const {
  const auto current = uptime_hour_of(now);
  Availability sums;
  for (auto hour = hours_.rbegin(); hour != hours_.rend(); ++hour) {
    if (hour->hour > current) continue;  // the clock was set back
    const auto age = current - hour->hour;
    const auto add = [&](UpTime& window, int length) {
      if (age >= length) return;
      window.up += core::Milliseconds(hour->up_ms);
      window.down += core::Milliseconds(hour->down_ms);
    };
    add(sums.day, 24);
    add(sums.week, 7 * 24);
    add(sums.month, 30 * 24);
  }
  if (sums == Availability()) return std::nullopt;
  return sums;
}

std::vector<UptimeHour> Uptime::take_changed() {
  std::vector<UptimeHour> changed;
  if (!changed_from_) return changed;
  const auto from =
      std::lower_bound(hours_.begin(), hours_.end(), UptimeHour{*changed_from_}, is_before);
  const auto to = std::upper_bound(from, hours_.end(), UptimeHour{*changed_to_}, is_before);
  changed.assign(from, to);
  changed_from_.reset();
  changed_to_.reset();
  return changed;
}

bool Uptime::is_over(core::WallTime now) const {
  const auto first = uptime_hour_of(now - uptime_kept);
  return (hours_.empty() || hours_.back().hour < first) &&
         (!last_ || last_->at.wall < now - uptime_kept);
}

}  // namespace monitor
