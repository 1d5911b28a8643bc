#include "notify/quiet.hpp"

namespace notify {
namespace {

constexpr int day_minutes = 24 * 60;

int minutes_ahead(int from, int to) {
  return ((to - from) % day_minutes + day_minutes) % day_minutes;
}

bool is_between(const QuietHours& quiet, int minute) {
  return minutes_ahead(quiet.from_minute, minute) <
         minutes_ahead(quiet.from_minute, quiet.to_minute);
}

}  // namespace

core::WallTime next_at_minute(int minute, core::WallTime after, const LocalMinute& local_minute) {
  const auto start = std::chrono::floor<std::chrono::minutes>(after);
  const int ahead = minutes_ahead(local_minute(after), minute);
  core::WallTime at = start + std::chrono::minutes(ahead == 0 ? day_minutes : ahead);
  // The local clock was set in between: the nearer way to the right minute, if that is ahead.
  const int off = minutes_ahead(local_minute(at), minute);
  const auto mended = at + std::chrono::minutes(off > day_minutes / 2 ? off - day_minutes : off);
  return mended > after ? mended : at;
}

std::optional<core::WallTime> quiet_until(const QuietHours& quiet, model::Severity severity,
                                          core::WallTime now, const LocalMinute& local_minute) {
  if (severity > quiet.until || !is_between(quiet, local_minute(now))) return std::nullopt;
  return next_at_minute(quiet.to_minute, now, local_minute);
}

}  // namespace notify
