// Old events, answers, incidents, deliveries and silences go, and the file shrinks, in steps so
// small that no intent waits for them.
#pragma once

#include "core/clock.hpp"
#include "store/believed_time.hpp"
#include "store/event_table.hpp"
#include "store/writer.hpp"

#include <boost/asio/awaitable.hpp>

#include <vector>

namespace store {

// store: of the configuration.
struct EventLimits {
  core::Milliseconds keep = std::chrono::hours(24 * 90);
  std::int64_t bytes_max = 512LL * 1024 * 1024;  // of state.db
  bool operator==(const EventLimits&) const = default;
};

inline constexpr int retention_step_rows = 500;
inline constexpr core::Milliseconds answers_kept = std::chrono::hours(24);
// Resolved incidents are kept as long as events, and so many at most.
inline constexpr int resolved_incidents_max = 20'000;
// Deliveries that ended are kept as long as events; of those beyond a week the newest ones only.
inline constexpr core::Milliseconds deliveries_all_kept = std::chrono::hours(24 * 7);
inline constexpr int old_deliveries_max = 2'000;
inline constexpr core::Milliseconds silences_kept = std::chrono::hours(24 * 7);

// The last id of the events, from the old end on, that are older than `keep`; 0 where none is.
// Events whose time cannot be true (in the future, or before 2020: the clock was not set) go with
// the next one whose time can. Pure.
model::EventId expired_up_to(const std::vector<EventAge>& oldest, core::WallTime now,
                             core::Milliseconds keep);

// One step, inside a transaction of the caller; true where more is to be done.
core::Result<bool> retention_step(Connection& db, const EventLimits& limits, core::WallTime now);

// The same by a clock that is believed: what it jumps ahead by deletes nothing before a day has
// passed.
core::Result<bool> retention_step(Connection& db, const EventLimits& limits, BelievedTime& time,
                                  core::Instant now);

// A step a minute, or at once while there is more; until cancelled.
boost::asio::awaitable<void> run_retention(Writer& writer, EventLimits limits, BelievedTime time,
                                           const core::Clock& clock);

}  // namespace store
