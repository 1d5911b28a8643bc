#include "store/history_place.hpp"

#include "core/io/atomic_file.hpp"
#include "core/text.hpp"
#include "core/time_text.hpp"
#include "store/configure.hpp"
#include "store/history_table.hpp"
#include "store/new_database.hpp"

#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace store {
namespace {

namespace fs = std::filesystem;

fs::path beside(const fs::path& file, std::string_view ending) {
  return file.string().append(ending);
}

std::string damaged_prefix(const fs::path& file) { return file.filename().string() + ".damaged-"; }

void remove_earlier(const fs::path& file) {
  std::vector<fs::path> found;
  std::error_code ignored;
  for (fs::directory_iterator entry(file.parent_path(), ignored), end; !ignored && entry != end;
       entry.increment(ignored)) {
    if (entry->path().filename().string().starts_with(damaged_prefix(file)))
      found.push_back(entry->path());
  }
  for (const auto& path : found) fs::remove(path, ignored);
}

// The log of a file that is not there any more would be taken for that of the new one.
void remove_log(const fs::path& file) {
  std::error_code ignored;
  for (const auto* ending : {"-wal", "-shm"}) fs::remove(beside(file, ending), ignored);
}

core::Status make_if_missing(const fs::path& file) {
  // Where it cannot be told, opening says why.
  std::error_code unreadable;
  if (fs::symlink_status(file, unreadable).type() != fs::file_type::not_found) return {};
  remove_log(file);
  return make_database(file, history_migrations());
}

core::Status configure_history(Connection& db) {
  if (auto done = configure(db); !done) return done;
  // Losing the last minutes with the power is allowed, and many flushes wear out an SD card. The
  // cache is small because one pass in the order of the key needs no more.
  return db.script(R"sql(
    PRAGMA synchronous = NORMAL;
    PRAGMA secure_delete = OFF;
    PRAGMA cache_size = -1024;
  )sql");
}

core::Status prepare(Connection& db) {
  const auto version = version_of(db);
  if (!version) return version.error();
  if (*version <= 0)
    return core::Error{core::Errc::corrupt,
                       db.file().string() + " is empty or was not made by evenkeel"};
  if (auto done = configure_history(db); !done) return done;
  if (auto done = migrate(db, history_migrations(), [](int) { return core::Status(); }); !done)
    return done;
  // On a read-only file system this is refused, and nothing is written where it is not.
  const auto probe = Transaction::begin(db);
  if (!probe) return probe.error();
  return {};
}

}  // namespace

core::Result<Connection> open_history_file(const fs::path& file) {
  if (auto done = make_if_missing(file); !done) return with_cause(done.error(), file);
  auto db = Connection::open(file, Connection::Mode::read_write);
  if (!db) return with_cause(db.error(), file);
  if (auto done = prepare(*db); !done) return with_cause(done.error(), file);
  return db;
}

bool is_damage(const core::Error& error) {
  return error.code == core::Errc::corrupt || error.code == core::Errc::unsupported;
}

core::Result<fs::path> set_history_aside(const fs::path& file, core::WallTime now) {
  remove_earlier(file);
  const auto aside =
      file.parent_path() / (damaged_prefix(file) + core::replace_all(core::rfc3339(now), ":", ""));
  std::error_code ignored, failed;
  // The log first: wherever this ends halfway, no log is left beside a file that it is not of.
  fs::rename(beside(file, "-wal"), beside(aside, "-wal"), ignored);
  remove_log(file);
  fs::rename(file, aside, failed);
  if (failed)
    return core::Error{core::Errc::io, "moving " + file.string() + " aside: " + failed.message()};
  if (auto done = core::sync_directory(file.parent_path()); !done) return done.error();
  return aside;
}

}  // namespace store
