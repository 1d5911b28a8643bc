#include "store/notify_tables.hpp"

#include <utility>

namespace store {
namespace {

core::Result<notify::Silence> silence_from(const Row& row) {
  notify::Silence silence;
  silence.id = row.integer(0);
  silence.match = {row.text(1), row.text(2), row.text(3), row.text(4), std::nullopt};
  if (!row.is_null(5)) {
    silence.match.severity = model::severity_from(row.text(5));
    if (!silence.match.severity)
      return core::Error{core::Errc::corrupt,
                         "silence " + std::to_string(silence.id) + " has severity " + row.text(5)};
  }
  silence.starts_at = row.time(6);
  silence.ends_at = row.time(7);
  silence.by = row.text(8);
  silence.comment = row.text(9);
  silence.made_at = row.time(10);
  return silence;
}

}  // namespace

core::Result<std::vector<notify::MemoryRow>> read_notify_memory(Connection& db) {
  std::vector<notify::MemoryRow> rows;
  auto done = db.read("SELECT key, value FROM notify_memory ORDER BY key", {},
                      [&](const Row& row) -> core::Status {
                        rows.push_back({row.text(0), row.text(1)});
                        return {};
                      });
  if (!done) return done.error();
  return rows;
}

core::Status put_notify_memory(Connection& db, const notify::MemoryRow& row) {
  if (!row.value) return db.run("DELETE FROM notify_memory WHERE key = ?", {row.key});
  return db.run(
      "INSERT INTO notify_memory(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = "
      "excluded.value",
      {row.key, *row.value});
}

core::Result<std::optional<model::EventId>> read_notify_cursor(Connection& db) {
  std::optional<model::EventId> cursor;
  auto done = db.read("SELECT event FROM notify_cursor", {}, [&](const Row& row) -> core::Status {
    cursor = row.integer(0);
    return {};
  });
  if (!done) return done.error();
  return cursor;
}

core::Status put_notify_cursor(Connection& db, model::EventId cursor) {
  return db.run(
      "INSERT INTO notify_cursor(one, event) VALUES (1, ?) ON CONFLICT(one) DO UPDATE SET event = "
      "excluded.event",
      {cursor});
}

core::Result<std::vector<notify::Silence>> read_silences(Connection& db) {
  std::vector<notify::Silence> silences;
  auto done = db.read(
      "SELECT id, type, deployment, service, key, severity, starts_at, ends_at, actor, comment, "
      "made_at FROM silences ORDER BY id",
      {}, [&](const Row& row) -> core::Status {
        auto silence = silence_from(row);
        if (!silence) return silence.error();
        silences.push_back(std::move(*silence));
        return {};
      });
  if (!done) return done.error();
  return silences;
}

core::Result<std::int64_t> put_silence(Connection& db, const notify::Silence& silence) {
  const auto& match = silence.match;
  const auto id = silence.id == 0 ? std::nullopt : std::optional<std::int64_t>(silence.id);
  const auto severity = match.severity ? Value(model::name_of(*match.severity)) : Value(nullptr);
  auto done = db.run(
      "INSERT OR REPLACE INTO silences(id, type, deployment, service, key, severity, starts_at, "
      "ends_at, actor, comment, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {id, match.type, match.deployment, match.service, match.key, severity, silence.starts_at,
       silence.ends_at, silence.by, silence.comment, silence.made_at});
  if (!done) return done.error();
  return id ? *id : db.last_insert_id();
}

core::Result<std::int64_t> forget_silences(Connection& db, core::WallTime before, int count) {
  auto done =
      db.run("DELETE FROM silences WHERE id IN (SELECT id FROM silences WHERE ends_at < ? LIMIT ?)",
             {before, count});
  if (!done) return done.error();
  return db.rows_changed();
}

}  // namespace store
