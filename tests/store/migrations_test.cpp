#include "store/migrations.hpp"

#include "store/backup.hpp"
#include "store/open_database.hpp"
#include "store/world.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <string>

#include <sys/stat.h>

namespace {

using store::Connection;
using store::Migration;

constexpr std::string_view step_1 = R"(CREATE TABLE words (word TEXT NOT NULL PRIMARY KEY) STRICT;
  CREATE TABLE uses (word TEXT NOT NULL REFERENCES words(word) ON DELETE CASCADE) STRICT;
  CREATE TABLE write_probe (one INTEGER PRIMARY KEY, count INTEGER NOT NULL) STRICT; INSERT INTO write_probe VALUES (1, 0);)";
constexpr std::string_view step_2 =
    "ALTER TABLE words ADD COLUMN length INTEGER NOT NULL DEFAULT 0; UPDATE words SET length = "
    "length(word);";
// Makes a table anew to which another one refers.
constexpr std::string_view step_3 =
    R"(CREATE TABLE better (word TEXT NOT NULL PRIMARY KEY, size INTEGER NOT NULL) STRICT;
  INSERT INTO better SELECT word, length FROM words; DROP TABLE words; ALTER TABLE better RENAME TO words;)";

const std::array<Migration, 3> steps = {{{1, step_1}, {2, step_2}, {3, step_3}}};

std::span<const Migration> up_to(int version) {
  return std::span(steps).first(static_cast<std::size_t>(version));
}

core::Status no_backup(int) { return {}; }

Connection database_of_version(const std::filesystem::path& file, int version) {
  auto db = Connection::open(file, Connection::Mode::create);
  REQUIRE(db);
  REQUIRE(store::migrate(*db, up_to(1), no_backup));
  REQUIRE(db->script(
      "INSERT INTO words(word) VALUES ('alpha'), ('beta'); INSERT INTO uses VALUES ('alpha')"));
  REQUIRE(store::migrate(*db, up_to(version), no_backup));
  return std::move(*db);
}

}  // namespace

TEST_CASE("every older version becomes the newest with its data") {
  for (int from = 1; from <= 3; ++from) {
    CAPTURE(from);
    auto db = database_of_version(":memory:", from);
    CHECK(store::version_of(db).value() == from);
    REQUIRE(store::migrate(db, steps, no_backup));
    CHECK(store::version_of(db).value() == 3);
    CHECK(db.number("SELECT sum(size) FROM words").value() == 9);
    CHECK(db.number("SELECT count(*) FROM uses").value() == 1);
    CHECK(db.number("PRAGMA foreign_keys").value() == 1);
  }
}

TEST_CASE("a step that fails in its middle leaves the version before it") {
  const std::array<Migration, 3> broken = {
      {{1, step_1}, {2, step_2}, {3, "CREATE TABLE half (x TEXT) STRICT; DROP TABLE missing;"}}};
  auto db = database_of_version(":memory:", 1);
  const auto migrated = store::migrate(db, broken, no_backup);
  REQUIRE_FALSE(migrated);
  CHECK(migrated.error().what ==
        "migrating to version 3: writing :memory:: no such table: missing");
  CHECK(store::version_of(db).value() == 2);
  CHECK(db.number("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").value() == 0);
  CHECK(db.number("SELECT sum(length) FROM words").value() == 9);
  CHECK(store::migrate(db, steps, no_backup));
}

TEST_CASE("a step that leaves a reference to nothing is refused") {
  const std::array<Migration, 2> broken = {{{1, step_1}, {2, "DELETE FROM words;"}}};
  auto db = database_of_version(":memory:", 1);
  const auto migrated = store::migrate(db, broken, no_backup);
  REQUIRE_FALSE(migrated);
  CHECK(db.number("SELECT count(*) FROM words").value() == 2);
}

TEST_CASE("a newer database is refused and untouched") {
  auto db = database_of_version(":memory:", 3);
  const auto migrated = store::migrate(db, up_to(2), no_backup);
  REQUIRE_FALSE(migrated);
  CHECK(migrated.error().code == core::Errc::unsupported);
  CHECK(migrated.error().what == ":memory: has version 3, this evenkeel knows versions up to 2");
}

TEST_CASE("nothing is migrated without its backup") {
  auto db = database_of_version(":memory:", 1);
  int asked_from = 0;
  const auto migrated = store::migrate(db, steps, [&](int from) -> core::Status {
    asked_from = from;
    return core::Error{core::Errc::io, "no room"};
  });
  REQUIRE_FALSE(migrated);
  CHECK(asked_from == 1);
  CHECK(store::version_of(db).value() == 1);
}

TEST_CASE("a new database and one of the newest version need no backup") {
  auto db = Connection::open(":memory:", Connection::Mode::create);
  const auto refuse = [](int) -> core::Status { return core::invalid("not asked for"); };
  CHECK(store::migrate(*db, steps, refuse));
  CHECK(store::migrate(*db, steps, refuse));
}

TEST_CASE("an upgrade keeps the database as it was beside it, the newest two") {
  const support::TempDir dir;
  const auto file = dir.path() / "state.db";
  REQUIRE(store::open_database(file, up_to(1), store_test::noon));
  CHECK(store::backups_of(file).empty());
  for (int day = 0; day < 3; ++day) {
    auto db = Connection::open(file, Connection::Mode::read_write);
    REQUIRE(store::back_up(*db, 1, 2, store_test::noon + std::chrono::hours(24 * day)));
  }
  CHECK(store::backups_of(file).size() == 3);
  const auto upgraded =
      store::open_database(file, steps, store_test::noon + std::chrono::hours(24 * 9));
  REQUIRE(upgraded);
  const auto backups = store::backups_of(file);
  REQUIRE(backups.size() == 2);
  CHECK(backups[0].filename() == "state.db.backup-2026-02-09T120000.000Z-v1-before-v3");
  CHECK(backups[1].filename() == "state.db.backup-2026-02-02T120000.000Z-v1-before-v2");
  auto before = Connection::open(backups[0], Connection::Mode::read_only);
  CHECK(store::version_of(*before).value() == 1);
  struct stat seen {};
  REQUIRE(::stat(backups[0].c_str(), &seen) == 0);
  CHECK((seen.st_mode & 0777) == 0600);
}

TEST_CASE("a backup made while the clock is wrong is not the one that is removed") {
  const support::TempDir dir;
  const auto file = dir.path() / "state.db";
  REQUIRE(store::open_database(file, up_to(1), store_test::noon));
  for (int day = 0; day < 2; ++day) {
    auto db = Connection::open(file, Connection::Mode::read_write);
    REQUIRE(store::back_up(*db, 1, 2, store_test::noon + std::chrono::hours(24 * day)));
  }
  REQUIRE(store::open_database(file, steps, core::WallTime{}));
  const auto backups = store::backups_of(file);
  REQUIRE(backups.size() == 2);
  CHECK(backups[0].filename() == "state.db.backup-2026-02-01T120000.000Z-v1-before-v2");
  CHECK(backups[1].filename() == "state.db.backup-1970-01-01T000000.000Z-v1-before-v3");
}

TEST_CASE("the log of a database that was moved away is set aside, and not read into a new one") {
  const support::TempDir dir;
  const auto file = dir.path() / "state.db";
  const auto log = [&](const std::string& of) { return dir.path() / (of + "-wal"); };
  {
    auto db = Connection::open(file, Connection::Mode::create);
    REQUIRE(db->script("PRAGMA journal_mode = WAL; CREATE TABLE old (x)"));
    std::filesystem::copy_file(log("state.db"), dir.path() / "kept");
  }
  std::filesystem::remove(file);
  std::filesystem::rename(dir.path() / "kept", log("state.db"));
  std::ofstream(dir.path() / "state.db-shm") << "stale";

  auto db = store::open_database(file, up_to(1), store_test::noon);
  REQUIRE(db);
  CHECK(db->number("SELECT count(*) FROM sqlite_schema WHERE name = 'old'").value() == 0);
  const std::string aside = "state.db.orphan-2026-01-31T120000.000Z";
  CHECK(std::filesystem::file_size(log(aside)) > 0);
  CHECK(std::filesystem::exists(dir.path() / (aside + "-shm")));
}

TEST_CASE("the schema of this version is complete and empty") {
  auto db = Connection::open(":memory:", Connection::Mode::create);
  REQUIRE(store::migrate(*db, store::migrations(), no_backup));
  CHECK(store::version_of(*db).value() == static_cast<int>(store::migrations().size()));
  CHECK(db->number("SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE "
                   "'sqlite_%' AND strict = 0")
            .value() == 0);
  CHECK(db->number("SELECT count(*) FROM deployments").value() == 0);
}
