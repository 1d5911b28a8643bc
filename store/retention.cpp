#include "store/retention.hpp"

#include "core/io/timing.hpp"
#include "store/file_space.hpp"
#include "store/idempotency_table.hpp"
#include "store/incident_table.hpp"
#include "store/notify_tables.hpp"
#include "store/outbox_table.hpp"

#include <memory>
#include <utility>

namespace store {
namespace {

constexpr core::Milliseconds pause{60'000}, pause_between_steps{50};
constexpr core::WallTime earliest_credible = std::chrono::sys_days(std::chrono::year(2020) / 1 / 1);

// True where so many went that there may be more.
core::Result<bool> forget_what_is_over(Connection& db, const EventLimits& limits,
                                       core::WallTime now) {
  const auto before = now - limits.keep;
  const auto incidents = forget_resolved_incidents(
      db, {before, earliest_credible, resolved_incidents_max, retention_step_rows});
  if (!incidents) return incidents.error();
  const auto deliveries =
      forget_ended_deliveries(db, {before, now - deliveries_all_kept, earliest_credible,
                                   old_deliveries_max, retention_step_rows});
  if (!deliveries) return deliveries.error();
  const auto silences = forget_silences(db, now - silences_kept, retention_step_rows);
  if (!silences) return silences.error();
  return *incidents >= retention_step_rows || *deliveries >= retention_step_rows;
}

}  // namespace

model::EventId expired_up_to(const std::vector<EventAge>& oldest, core::WallTime now,
                             core::Milliseconds keep) {
  model::EventId last = 0;
  for (const auto& event : oldest) {
    if (event.at > now || event.at < earliest_credible) continue;
    if (event.at >= now - keep) break;
    last = event.id;
  }
  return last;
}

core::Result<bool> retention_step(Connection& db, const EventLimits& limits, core::WallTime now) {
  const auto oldest = read_oldest_events(db, retention_step_rows);
  if (!oldest) return oldest.error();
  const auto used = bytes_used(db);
  if (!used) return used.error();
  const bool too_large = *used > limits.bytes_max && !oldest->empty();
  const auto last = too_large ? oldest->back().id : expired_up_to(*oldest, now, limits.keep);
  if (last > 0) {
    if (auto done = keep_alerts_up_to(db, last); !done) return done.error();
    if (auto done = delete_events_up_to(db, last); !done) return done.error();
  }
  if (auto done = forget_answers_before(db, now - answers_kept, retention_step_rows); !done)
    return done.error();
  const auto over = forget_what_is_over(db, limits, now);
  if (!over) return over.error();
  const auto shrunk = give_back_space(db);
  if (!shrunk) return shrunk.error();
  return last > 0 || *over || *shrunk;
}

core::Result<bool> retention_step(Connection& db, const EventLimits& limits, BelievedTime& time,
                                  core::Instant now) {
  return retention_step(db, limits, time.look(now, answers_kept));  // the shortest that is kept
}

boost::asio::awaitable<void> run_retention(Writer& writer, EventLimits limits, BelievedTime time,
                                           const core::Clock& clock) {
  auto more = std::make_shared<bool>(false);
  auto believed = std::make_shared<BelievedTime>(time);
  for (;;) {
    co_await core::wait_for(*more ? pause_between_steps : pause);
    Work work = [limits, believed, now = clock.now(), more](Connection& db) -> core::Status {
      auto step = retention_step(db, limits, *believed, now);
      *more = step && *step;
      if (!step) return step.error();
      return {};
    };
    // Where writing does not work the writer says so itself; the next minute is soon enough.
    const auto done = co_await writer.commit(std::move(work));
    if (!done) *more = false;
  }
}

}  // namespace store
