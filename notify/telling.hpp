// Whether a channel is told of an entry now: Alertmanager's rules of deduplication with ours for
// what recurs and what heals by itself (docs/notifications.md). Pure: what is true around it is
// given.
#pragma once

#include "core/clock.hpp"
#include "notify/alert_book.hpp"
#include "notify/settings.hpp"

#include <optional>

namespace notify {

// What holds it back.
struct Obstacle {
  std::optional<core::WallTime> until;  // where its end is known
  bool drops_notices = false;           // a hold, a silence: what has no end is never told
};

struct Around {
  core::WallTime now;
  GroupSettings group;
  core::Milliseconds recurrence{0};
  std::optional<Obstacle> obstacle;
  // Of its incident, where it has one that is known.
  bool attempt_ended = true;
  bool well = false;  // again, and not resolved yet
  bool acknowledged = false;
};

enum class Say : std::uint8_t {
  nothing,
  news,      // it fires and that was not told so, or it is worse than was told
  again,     // told, and it has fired for so long that it is repeated
  over,      // told as firing, and it is over
  finished,  // nothing will come of it any more
};

struct Telling {
  Say say = Say::nothing;
  bool waits = false;  // something is to be told and held back
  bool shown = false;  // it was told as firing and still does: listed beside the news of others
  std::optional<core::WallTime> look_again = std::nullopt;
  bool operator==(const Telling&) const = default;
};

// An incident that is not critical waits for the end of its first attempt for so long.
inline constexpr core::Milliseconds first_attempt_max{120'000};

// It fires, or it recurs and has not stayed away for long enough to be over.
bool fires_on(const Entry& entry, const Around& around);
Telling telling_of(const Entry& entry, const std::optional<Told>& told, const Around& around);

}  // namespace notify
