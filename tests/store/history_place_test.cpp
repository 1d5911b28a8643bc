#include "store/history_place.hpp"

#include "store/history_table.hpp"
#include "store/history_world.hpp"
#include "support/catch.hpp"

#include <algorithm>

#include <sys/stat.h>

namespace {

using store_test::noon;
using support::HistoryWorld;

const store::SeriesName web{"shop/web", "cpu_percent"};
constexpr store::MinuteRange all{0, 100'000'000};

// With one minute in it, closed.
void make(const HistoryWorld& world) {
  auto db = store::open_history_file(world.file());
  REQUIRE(db);
  REQUIRE(store::write_minutes(*db, {{web, {{600, {1, 1, 1, 1}}}}}));
}

}  // namespace

TEST_CASE("a history that is not there is made for its owner only, with a log and weaker syncing") {
  const HistoryWorld world;
  auto db = store::open_history_file(world.file());
  REQUIRE(db);
  struct stat status {};
  REQUIRE(::stat(world.file().c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  CHECK(db->word("PRAGMA journal_mode").value() == "wal");
  CHECK(db->number("PRAGMA synchronous").value() == 1);
  CHECK(db->number("PRAGMA auto_vacuum").value() == 2);
  CHECK(db->number("PRAGMA user_version").value() == 2);
}

TEST_CASE("a history that is there keeps what is in it") {
  const HistoryWorld world;
  make(world);
  auto db = store::open_history_file(world.file());
  REQUIRE(db);
  CHECK(store::read_minutes(*db, web, all).value().size() == 1);
}

TEST_CASE("what only a new file helps against is told from what may pass") {
  const HistoryWorld world;
  make(world);
  SECTION("garbage") { world.write_file(std::string(8192, 'x')); }
  SECTION("an empty file") { world.write_file(""); }
  SECTION("a file that was cut off") { std::filesystem::resize_file(world.file(), 4096); }
  SECTION("a newer one") {
    auto db = store::Connection::open(world.file(), store::Connection::Mode::read_write);
    REQUIRE(db->script("PRAGMA user_version = 99"));
  }
  const auto opened = store::open_history_file(world.file());
  REQUIRE_FALSE(opened);
  CAPTURE(opened.error().what);
  CHECK(store::is_damage(opened.error()));
  CHECK(opened.error().what.find(world.file().string()) != std::string::npos);
}

TEST_CASE("a folder in the place of the file is no damage") {
  const HistoryWorld world;
  std::filesystem::create_directories(world.file());
  const auto opened = store::open_history_file(world.file());
  REQUIRE_FALSE(opened);
  CHECK_FALSE(store::is_damage(opened.error()));
  CHECK(std::filesystem::is_directory(world.file()));
}

TEST_CASE("a folder that is not there is named") {
  const HistoryWorld world;
  const auto opened = store::open_history_file(world.state_dir() / "none" / "history.db");
  REQUIRE_FALSE(opened);
  CHECK(opened.error().what.find((world.state_dir() / "none").string()) != std::string::npos);
}

TEST_CASE("a file set aside takes its log along, and an earlier one goes") {
  const HistoryWorld world;
  make(world);
  std::ofstream(world.file().string() + "-wal") << "log";
  std::ofstream(world.file().string() + "-shm") << "index";
  const auto first = store::set_history_aside(world.file(), noon);
  REQUIRE(first);
  CHECK(first->filename() == "history.db.damaged-2026-01-31T120000.000Z");
  CHECK(world.names("history.db").size() == 2);
  CHECK(std::filesystem::file_size(first->string() + "-wal") == 3);

  make(world);
  const auto second = store::set_history_aside(world.file(), noon + std::chrono::hours(1));
  REQUIRE(second);
  CHECK(world.names("history.db") == std::vector{second->filename().string()});
}

TEST_CASE("the log of a file that was removed is not taken for that of the new one") {
  const HistoryWorld world;
  auto before = store::open_history_file(world.file());
  REQUIRE(before);
  REQUIRE(store::write_minutes(*before, {{web, {{600, {1, 1, 1, 1}}}}}));
  REQUIRE(std::filesystem::file_size(world.file().string() + "-wal") > 0);
  std::filesystem::remove(world.file());  // as a person would
  auto db = store::open_history_file(world.file());
  REQUIRE(db);
  CHECK(db->word("PRAGMA integrity_check").value() == "ok");
  CHECK(store::read_minutes(*db, web, all).value().empty());
}
