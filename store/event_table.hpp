// Table `events`: the log. Ids are given in order and without a hole, and events go only from the
// old end.
#pragma once

#include "api/ports.hpp"
#include "model/event.hpp"
#include "store/sqlite.hpp"

#include <optional>
#include <vector>

namespace store {

// The id that it was given.
core::Result<model::EventId> insert_event(Connection& db, const model::Event& event);

// Kept are the ids from `oldest` to `newest`; oldest = newest + 1 where none is.
struct EventRange {
  model::EventId oldest = 1, newest = 0;
  bool operator==(const EventRange&) const = default;
};
core::Result<EventRange> read_event_range(Connection& db);

// Events with first <= id <= last that pass the filter, ascending, at most `limit`: the lowest ids,
// or the highest where `newest`.
struct EventWindow {
  api::EventFilter filter;
  model::EventId first = 0, last = 0;
  int limit = 0;
  bool newest = false;
};
core::Result<std::vector<model::Event>> read_events(Connection& db, const EventWindow& window);

// Events with first <= id <= last that have an alert, ascending.
core::Result<std::vector<model::Event>> read_alerts(Connection& db, model::EventId first,
                                                    model::EventId last);

// Times of the `count` oldest events, ascending by id.
struct EventAge {
  model::EventId id = 0;
  core::WallTime at;
};
core::Result<std::vector<EventAge>> read_oldest_events(Connection& db, int count);
core::Result<std::optional<core::WallTime>> read_newest_event_time(Connection& db);
core::Status delete_events_up_to(Connection& db, model::EventId id);

// Table `older_alerts`: what fired when the newest of the deleted events was written, so that an
// alert may be open for longer than events are kept. At most so many, the newest.
inline constexpr int older_alerts_max = 10'000;
// Before the events up to `id` are deleted, in the same transaction.
core::Status keep_alerts_up_to(Connection& db, model::EventId id);
core::Result<std::vector<model::Event>> read_older_alerts(Connection& db);

}  // namespace store
