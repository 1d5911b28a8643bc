#include "store/host_tables.hpp"

namespace store {

core::Status put_hold(Connection& db, const model::Hold& hold) {
  return db.run(
      "INSERT OR REPLACE INTO holds(id, deployment, service, actor, reason, began_at, until) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)",
      {hold.id, hold.deployment, hold.service, hold.by, hold.reason, hold.from, hold.until});
}

core::Status end_hold(Connection& db, std::int64_t id) {
  return db.run("DELETE FROM holds WHERE id = ?", {id});
}

core::Result<std::vector<model::Hold>> read_holds(Connection& db) {
  std::vector<model::Hold> holds;
  auto done = db.read(
      "SELECT id, deployment, service, actor, reason, began_at, until FROM holds ORDER BY id", {},
      [&](const Row& row) -> core::Status {
        holds.push_back({row.integer(0), row.text(1), row.text(2), row.text(3), row.text(4),
                         row.time(5), row.time(6)});
        return {};
      });
  if (!done) return done.error();
  return holds;
}

core::Status put_heartbeat(Connection& db, const reconcile::Heartbeat& heartbeat) {
  return db.run(
      "INSERT OR REPLACE INTO heartbeat(one, at, boot_id, engine_start, last_event_nano, "
      "clean_stop, engine_up) VALUES (1, ?, ?, ?, ?, ?, ?)",
      {heartbeat.at, heartbeat.boot_id, heartbeat.engine_start, heartbeat.last_event_nano,
       heartbeat.clean_stop, heartbeat.engine_up});
}

core::Result<std::optional<reconcile::Heartbeat>> read_heartbeat(Connection& db) {
  std::optional<reconcile::Heartbeat> heartbeat;
  auto done = db.read(
      "SELECT at, boot_id, engine_start, last_event_nano, clean_stop, engine_up FROM heartbeat", {},
      [&](const Row& row) -> core::Status {
        heartbeat = reconcile::Heartbeat{row.time(0),    row.text(1), row.text(2),
                                         row.integer(3), row.flag(4), row.flag(5)};
        return {};
      });
  if (!done) return done.error();
  return heartbeat;
}

}  // namespace store
