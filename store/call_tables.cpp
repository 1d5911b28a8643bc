#include "store/call_tables.hpp"

namespace store {

using reconcile::OwnCall;
using reconcile::PendingStop;

core::Status begin_own_call(Connection& db, const OwnCall& call) {
  return db.run(
      "INSERT OR REPLACE INTO own_calls(key, deployment, service, verb, subject, generation, "
      "engine_start, at, answered) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {call.key, call.deployment, call.service, call.verb, call.subject, call.generation,
       call.engine_start, call.at, call.answered});
}

core::Status answer_own_call(Connection& db, const std::string& key) {
  return db.run("UPDATE own_calls SET answered = 1 WHERE key = ?", {key});
}

core::Status forget_own_call(Connection& db, const std::string& key) {
  return db.run("DELETE FROM own_calls WHERE key = ?", {key});
}

core::Result<std::vector<OwnCall>> read_own_calls(Connection& db) {
  std::vector<OwnCall> calls;
  auto done = db.read(
      "SELECT key, deployment, service, verb, subject, generation, engine_start, at, answered FROM "
      "own_calls ORDER BY at, key",
      {}, [&](const Row& row) -> core::Status {
        calls.push_back({row.text(0), row.text(1), row.text(2), row.text(3), row.text(4),
                         row.integer(5), row.text(6), row.time(7), row.flag(8)});
        return {};
      });
  if (!done) return done.error();
  return calls;
}

core::Status put_pending_stop(Connection& db, const PendingStop& stop) {
  return db.run(
      "INSERT OR REPLACE INTO pending_stops(container, deployment, service, at, engine_start, "
      "answers, removed, marked) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {stop.container, stop.deployment, stop.service, stop.at, stop.engine_start, stop.answers,
       stop.removed, stop.marked});
}

core::Status drop_pending_stop(Connection& db, const model::ContainerId& container) {
  return db.run("DELETE FROM pending_stops WHERE container = ?", {container});
}

core::Result<std::vector<PendingStop>> read_pending_stops(Connection& db) {
  std::vector<PendingStop> stops;
  auto done = db.read(
      "SELECT container, deployment, service, at, engine_start, answers, removed, marked FROM "
      "pending_stops ORDER BY at, container",
      {}, [&](const Row& row) -> core::Status {
        stops.push_back({row.text(0), row.text(1), row.text(2), row.time(3), row.text(4),
                         static_cast<int>(row.integer(5)), row.flag(6), row.flag(7)});
        return {};
      });
  if (!done) return done.error();
  return stops;
}

}  // namespace store
