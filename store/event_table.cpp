#include "store/event_table.hpp"

#include "core/text.hpp"
#include "store/enum_text.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace store {
namespace {

using model::Event;
using model::Severity;

core::Result<Event> event_from(const Row& row) {
  Event event;
  event.id = row.integer(0);
  event.at = row.time(1);
  event.type = row.text(2);
  const auto severity = model::severity_from(row.text(3));
  if (!severity)
    return core::Error{core::Errc::corrupt,
                       "event " + std::to_string(event.id) + " has severity " + row.text(3)};
  event.severity = *severity;
  event.deployment = row.text(4);
  event.service = row.text(5);
  event.container = row.text(6);
  event.incident = row.maybe_integer(7);
  if (!row.is_null(8)) event.alert = model::Alert{row.text(8), row.flag(9)};
  event.message = row.text(10);
  event.data = row.text(11);
  return event;
}

// In the order that `event_from` takes them.
const char* const all_columns =
    "id, at, type, severity, deployment, service, container, incident, alert_key, alert_firing, "
    "message, data";

core::Result<std::vector<Event>> events_of(Connection& db, const std::string& select,
                                           std::initializer_list<Value> values) {
  std::vector<Event> events;
  auto done = db.read(select, values, [&](const Row& row) -> core::Status {
    auto event = event_from(row);
    if (!event) return event.error();
    events.push_back(std::move(*event));
    return {};
  });
  if (!done) return done.error();
  return events;
}

// SQLite's GLOB knows character sets, our patterns do not. "" is every type.
std::string sqlite_glob(const std::string& pattern) {
  return pattern.empty() ? "*" : core::replace_all(pattern, "[", "[[]");
}

// Names between commas: a list for `instr`, which needs no other statement for each severity.
std::string severities_from(std::optional<Severity> lowest) {
  std::string list = ",";
  for (const auto severity : {Severity::info, Severity::warning, Severity::critical}) {
    if (severity >= lowest.value_or(Severity::info))
      list += std::string(model::name_of(severity)) + ",";
  }
  return list;
}

}  // namespace

core::Result<model::EventId> insert_event(Connection& db, const Event& event) {
  auto done = db.run(
      "INSERT INTO events(at, type, severity, deployment, service, container, incident, alert_key, "
      "alert_firing, message, data) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {event.at, event.type, model::name_of(event.severity), event.deployment, event.service,
       event.container, event.incident, event.alert ? Value(event.alert->key) : nullptr,
       event.alert ? Value(event.alert->firing) : nullptr, event.message, event.data});
  if (!done) return done.error();
  return db.last_insert_id();
}

core::Result<EventRange> read_event_range(Connection& db) {
  const auto newest = db.number("SELECT seq FROM sqlite_sequence WHERE name = 'events'");
  if (!newest) return newest.error();
  const auto oldest = db.number("SELECT min(id) FROM events");
  if (!oldest) return oldest.error();
  return EventRange{*oldest == 0 ? *newest + 1 : *oldest, *newest};
}

core::Result<std::vector<Event>> read_events(Connection& db, const EventWindow& window) {
  static const std::string select = std::string("SELECT ") + all_columns +
                                    " FROM events WHERE id BETWEEN ?1 AND ?2 AND type GLOB ?3 AND "
                                    "(?4 = '' OR deployment = ?4) AND instr(?5, "
                                    "',' || severity || ',') ORDER BY id ";
  static const std::string oldest_first = select + "ASC LIMIT ?6",
                           newest_first = select + "DESC LIMIT ?6";
  const auto glob = sqlite_glob(window.filter.type);
  const auto severities = severities_from(window.filter.severity);
  auto events = events_of(
      db, window.newest ? newest_first : oldest_first,
      {window.first, window.last, glob, window.filter.deployment, severities, window.limit});
  if (!events) return events.error();
  if (window.newest) std::reverse(events->begin(), events->end());
  return events;
}

core::Result<std::vector<Event>> read_alerts(Connection& db, model::EventId first,
                                             model::EventId last) {
  static const std::string select =
      std::string("SELECT ") + all_columns +
      " FROM events WHERE id BETWEEN ?1 AND ?2 AND alert_key IS NOT NULL ORDER BY id";
  return events_of(db, select, {first, last});
}

core::Result<std::vector<EventAge>> read_oldest_events(Connection& db, int count) {
  std::vector<EventAge> ages;
  auto done = db.read("SELECT id, at FROM events ORDER BY id LIMIT ?", {count},
                      [&](const Row& row) -> core::Status {
                        ages.push_back({row.integer(0), row.time(1)});
                        return {};
                      });
  if (!done) return done.error();
  return ages;
}

core::Result<std::optional<core::WallTime>> read_newest_event_time(Connection& db) {
  std::optional<core::WallTime> newest;
  auto done = db.read("SELECT at FROM events ORDER BY id DESC LIMIT 1", {},
                      [&](const Row& row) -> core::Status {
                        newest = row.time(0);
                        return {};
                      });
  if (!done) return done.error();
  return newest;
}

core::Status delete_events_up_to(Connection& db, model::EventId id) {
  return db.run("DELETE FROM events WHERE id <= ?", {id});
}

core::Status keep_alerts_up_to(Connection& db, model::EventId id) {
  auto done = db.run(
      "DELETE FROM older_alerts WHERE alert_key IN "
      "(SELECT alert_key FROM events WHERE id <= ?1 AND alert_key IS NOT NULL)",
      {id});
  if (!done) return done;
  static const std::string keep =
      std::string("INSERT INTO older_alerts(") + all_columns + ") SELECT " + all_columns +
      " FROM events WHERE alert_firing = 1 AND id IN "
      "(SELECT max(id) FROM events WHERE id <= ?1 AND alert_key IS NOT NULL GROUP BY alert_key)";
  done = db.run(keep, {id});
  if (!done) return done;
  return db.run(
      "DELETE FROM older_alerts WHERE id <= "
      "(SELECT id FROM older_alerts ORDER BY id DESC LIMIT 1 OFFSET ?1)",
      {older_alerts_max});
}

core::Result<std::vector<Event>> read_older_alerts(Connection& db) {
  static const std::string select =
      std::string("SELECT ") + all_columns + " FROM older_alerts ORDER BY id";
  return events_of(db, select, {});
}

}  // namespace store
