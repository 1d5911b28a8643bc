#include "store/open_database.hpp"

#include "core/io/atomic_file.hpp"
#include "store/backup.hpp"
#include "store/event_table.hpp"
#include "store/schema.hpp"
#include "store/snapshot.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

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

core::Error failed(const char* doing, const std::filesystem::path& file) {
  const int number = errno;
  const auto code = number == EACCES || number == EPERM || number == EROFS ? core::Errc::denied
                    : number == ENOSPC || number == EDQUOT                 ? core::Errc::unavailable
                                                                           : core::Errc::io;
  return {code, std::string(doing) + " " + file.string() + ": " +
                    std::generic_category().message(number)};
}

core::Status fill_new(const std::filesystem::path& file, std::span<const Migration> steps) {
  // SQLite would make it readable by others; it holds secrets.
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return failed("making", file);
  ::close(fd);
  auto db = Connection::open(file, Connection::Mode::read_write);
  if (!db) return db.error();
  if (auto done = configure_new(*db); !done) return done;
  if (auto done = configure(*db); !done) return done;
  return migrate(*db, steps, {});
}  // closing it folds the log back into the file

core::Status make_database(const std::filesystem::path& file, std::span<const Migration> steps) {
  auto unfinished = file;
  unfinished += ".new";
  if (auto done = fill_new(unfinished, steps); !done) return done;
  if (::rename(unfinished.c_str(), file.c_str()) != 0) return failed("making", file);
  return core::sync_directory(file.parent_path());
}

bool writable(const std::filesystem::path& path) {
  return ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0;
}

// "unable to open", "disk I/O error": SQLite's words for the files beside the database hide that
// nothing can be written there.
core::Error with_cause(core::Error error, const std::filesystem::path& file) {
  if (error.code != core::Errc::io) return error;
  const auto folder = file.parent_path();
  std::error_code failed_to_look;
  const auto space = std::filesystem::space(folder, failed_to_look);
  constexpr std::uintmax_t needed = 256 * 1024;  // a log and its index
  if (!writable(folder))
    return {core::Errc::denied, error.what + "; " + folder.string() + " cannot be written"};
  if (!writable(file))
    return {core::Errc::denied, error.what + "; " + file.string() + " cannot be written"};
  if (!failed_to_look && space.available < needed)
    return {core::Errc::unavailable, error.what + "; the file system is full"};
  return error;
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
