#include "store/open_database.hpp"

#include "store/backup.hpp"
#include "store/event_table.hpp"
#include "store/new_database.hpp"
#include "store/schema.hpp"
#include "store/snapshot.hpp"

#include <system_error>
#include <utility>

namespace store {
namespace {

core::Status check(Connection& db) {
  std::string verdict;
  auto done = db.read("PRAGMA quick_check(1)", {}, [&](const Row& row) -> core::Status {
    verdict = row.text(0);
    return {};
  });
  if (!done) return done;
  if (verdict != "ok")
    return core::Error{core::Errc::corrupt, "checking " + db.file().string() + ": " + verdict};
  return {};
}

// A database that is there has tables: it gets its name only when it is complete. Without them it
// was cut off or is not ours.
core::Status check_version(Connection& db, int known) {
  const auto version = version_of(db);
  if (!version) return version.error();
  if (*version <= 0)
    return core::Error{core::Errc::corrupt,
                       db.file().string() + " is empty or was not made by evenkeel"};
  return refuse_newer(db, known);
}

core::Status write_probe(Connection& db) {
  auto transaction = Transaction::begin(db);
  if (!transaction) return transaction.error();
  if (auto done = db.run("UPDATE write_probe SET count = count + 1"); !done) return done;
  return transaction->commit();
}

// Whether it can be written is to be known, not kept: without the two flushes of a log's first
// commit the agent answers several milliseconds earlier. The next commit flushes the same file.
core::Status try_to_write(Connection& db) {
  if (auto done = db.script("PRAGMA synchronous = OFF"); !done) return done;
  auto wrote = write_probe(db);
  if (auto done = db.script("PRAGMA synchronous = FULL"); !done) return done;
  return wrote;
}

core::Status prepare(Connection& db, std::span<const Migration> steps, core::WallTime now) {
  if (auto done = check_version(db, static_cast<int>(steps.size())); !done) return done;
  if (auto done = check(db); !done) return done;
  if (auto done = configure(db); !done) return done;
  const auto to = static_cast<int>(steps.size());
  auto migrated = migrate(db, steps, [&](int from) -> core::Status {
    const auto made = back_up(db, from, to, now);
    if (!made) return made.error();
    remove_old_backups(db.file());
    return {};
  });
  if (!migrated) return migrated;
  return try_to_write(db);
}

// A log that was not folded back is read where its files can be; on read-only media the file alone
// must do.
core::Result<reconcile::Snapshot> salvage_by(const std::filesystem::path& file,
                                             Connection::Mode mode, const SpecDecoder& decode) {
  auto db = Connection::open(file, mode);
  if (!db) return db.error();
  return read_snapshot(*db, decode);
}

}  // namespace

core::Result<Connection> open_database(const std::filesystem::path& file,
                                       std::span<const Migration> steps, core::WallTime now) {
  std::error_code unreadable;
  const bool there = std::filesystem::exists(std::filesystem::symlink_status(file, unreadable));
  if (!there) {
    if (auto done = make_database(file, steps); !done) return with_cause(done.error(), file);
  }
  auto db = Connection::open(file, Connection::Mode::read_write);
  if (!db) return with_cause(db.error(), file);
  if (auto done = prepare(*db, steps, now); !done) return with_cause(done.error(), file);
  return db;
}

core::Result<Connection> open_reader(const std::filesystem::path& file) {
  auto db = Connection::open(file, Connection::Mode::read_only);
  if (!db) return db.error();
  // SQLite opens lazily: what is wrong is to be known now.
  const auto range = read_event_range(*db);
  if (!range) return range.error();
  return db;
}

reconcile::Snapshot salvage(const std::filesystem::path& file, const SpecDecoder& decode) {
  auto snapshot = salvage_by(file, Connection::Mode::read_only, decode);
  if (!snapshot) snapshot = salvage_by(file, Connection::Mode::immutable, decode);
  if (!snapshot) return {};
  return std::move(*snapshot);
}

}  // namespace store
