#include "store/incident_table.hpp"

#include "store/incident_codec.hpp"

#include <algorithm>
#include <utility>

namespace store {
namespace {

using model::Incident;

core::Status take_incidents(Connection& db, const std::string& select, Values values,
                            std::vector<Incident>& into) {
  return db.read(select, values, [&](const Row& row) -> core::Status {
    auto incident = decode_incident(row.text(0));
    if (!incident) return incident.error();
    into.push_back(std::move(*incident));
    return {};
  });
}

std::optional<std::int64_t> maybe_milliseconds(const std::optional<core::WallTime>& at) {
  if (!at) return std::nullopt;
  return at->time_since_epoch().count();
}

}  // namespace

core::Status put_incident(Connection& db, const Incident& incident) {
  const auto state = model::name_of(incident.state);
  const auto text = encode(incident);
  const auto subject = incident.subjects.empty() ? model::Subject{} : incident.subjects.front();
  return db.run(
      "INSERT INTO incidents(id, state, deployment, service, opened_at, resolved_at, incident) "
      "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET state = excluded.state, "
      "deployment = excluded.deployment, service = excluded.service, opened_at = "
      "excluded.opened_at, resolved_at = excluded.resolved_at, incident = excluded.incident",
      {incident.id, state, subject.deployment, subject.service, incident.opened_at,
       maybe_milliseconds(incident.resolved_at), text});
}

core::Result<std::vector<Incident>> read_incidents(Connection& db, int limit) {
  std::vector<Incident> incidents;
  auto done =
      take_incidents(db, "SELECT incident FROM incidents WHERE state <> 'resolved'", {}, incidents);
  if (!done) return done.error();
  const auto room = limit - static_cast<int>(incidents.size());
  done = take_incidents(
      db, "SELECT incident FROM incidents WHERE state = 'resolved' ORDER BY id DESC LIMIT ?",
      {std::max(room, 0)}, incidents);
  if (!done) return done.error();
  std::sort(incidents.begin(), incidents.end(),
            [](const Incident& one, const Incident& other) { return one.id < other.id; });
  return incidents;
}

core::Result<model::IncidentId> read_newest_incident(Connection& db) {
  return db.number("SELECT seq FROM sqlite_sequence WHERE name = 'incidents'");
}

core::Result<std::int64_t> forget_resolved_incidents(Connection& db, const IncidentLimits& limits) {
  auto done = db.run(
      "DELETE FROM incidents WHERE id IN (SELECT id FROM incidents WHERE state = 'resolved' AND "
      "resolved_at >= ? AND resolved_at < ? ORDER BY id LIMIT ?)",
      {limits.credible, limits.before, limits.count});
  if (!done) return done.error();
  const auto old = db.rows_changed();
  done = db.run(
      "DELETE FROM incidents WHERE id IN (SELECT id FROM incidents WHERE state = 'resolved' ORDER "
      "BY id DESC LIMIT ? OFFSET ?)",
      {limits.count, limits.resolved_max});
  if (!done) return done.error();
  return old + db.rows_changed();
}

}  // namespace store
