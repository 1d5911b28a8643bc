#include "store/open_database.hpp"

#include "core/text.hpp"
#include "core/time_text.hpp"
#include "store/backup.hpp"
#include "store/configure.hpp"
#include "store/event_table.hpp"
#include "store/new_database.hpp"
#include "store/snapshot.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
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

using Names = std::set<std::string>;

core::Result<Names> tables_and_columns(Connection& db) {
  Names names;
  auto done = db.read(
      "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c "
      "WHERE m.type = 'table'",
      {}, [&](const Row& row) -> core::Status {
        names.insert("table " + row.text(0));
        names.insert("column " + row.text(0) + "." + row.text(1));
        return {};
      });
  if (!done) return done.error();
  return names;
}

// A sound file that somebody took a table from is found out here, and not at its first use. What is
// there beside is not ours and harms nothing.
core::Status check_complete(Connection& db, std::span<const Migration> steps) {
  auto pattern = Connection::open(":memory:", Connection::Mode::create);
  if (!pattern) return pattern.error();
  if (auto done = migrate(*pattern, steps, {}); !done) return done;
  const auto wanted = tables_and_columns(*pattern), found = tables_and_columns(db);
  if (!wanted) return wanted.error();
  if (!found) return found.error();
  Names missing;
  std::set_difference(wanted->begin(), wanted->end(), found->begin(), found->end(),
                      std::inserter(missing, missing.end()));
  if (missing.empty()) return {};
  // The last is a table, where a whole one is missing.
  return core::Error{core::Errc::corrupt, db.file().string() + " is incomplete: its " +
                                              *missing.rbegin() +
                                              " is missing, which this evenkeel did not remove"};
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
  const auto to = static_cast<int>(steps.size());
  const auto from = version_of(db);
  if (!from) return from.error();
  if (auto done = check_complete(db, steps.first(static_cast<std::size_t>(*from))); !done)
    return done;
  if (auto done = configure(db); !done) return done;
  auto migrated = migrate(db, steps, [&](int from) -> core::Status {
    const auto made = back_up(db, from, to, now);
    if (!made) return made.error();
    remove_old_backups(*made);
    return {};
  });
  if (!migrated) return migrated;
  return try_to_write(db);
}

// The log of a file that somebody moved away would be taken for that of the new one. It may hold
// what was written last: kept, under a name of its own.
core::Status set_log_aside(const std::filesystem::path& file, core::WallTime now) {
  for (const auto* ending : {"-wal", "-shm"}) {
    const std::filesystem::path log = file.string() + ending;
    const auto stamp = core::replace_all(core::rfc3339(now), ":", "");
    const std::filesystem::path aside = file.string() + ".orphan-" + stamp + ending;
    std::error_code failed;
    std::filesystem::rename(log, aside, failed);
    if (failed && failed != std::errc::no_such_file_or_directory)
      return core::Error{core::Errc::io, "moving " + log.string() + " aside: " + failed.message()};
  }
  return {};
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
    if (auto done = set_log_aside(file, now); !done) return with_cause(done.error(), file);
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
