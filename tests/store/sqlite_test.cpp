#include "store/sqlite.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <fstream>
#include <string>
#include <vector>

namespace {

store::Connection in_memory() {
  auto db = store::Connection::open(":memory:", store::Connection::Mode::create);
  REQUIRE(db);
  REQUIRE(db->script("CREATE TABLE t (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE) STRICT"));
  return std::move(*db);
}

}  // namespace

TEST_CASE("what is bound comes back unchanged, also zero bytes and empty text") {
  auto db = in_memory();
  const std::string odd("a\0b'\"\xff", 6);
  REQUIRE(db.run("INSERT INTO t(word) VALUES (?)", {odd}));
  CHECK(db.last_insert_id() == 1);
  REQUIRE(db.run("INSERT INTO t(word) VALUES (?)", {std::string_view()}));
  std::vector<std::string> words;
  REQUIRE(db.read("SELECT word FROM t ORDER BY id", {}, [&](const store::Row& row) -> core::Status {
    words.push_back(row.text(0));
    return {};
  }));
  CHECK(words == std::vector<std::string>{odd, ""});
}

TEST_CASE("an absent number is NULL and a row tells it from zero") {
  auto db = in_memory();
  REQUIRE(db.read("SELECT ?, ?", {std::optional<std::int64_t>(), std::int64_t{0}},
                  [](const store::Row& row) -> core::Status {
                    CHECK(row.is_null(0));
                    CHECK_FALSE(row.maybe_integer(0));
                    CHECK(row.maybe_integer(1) == 0);
                    return {};
                  }));
}

TEST_CASE("a refused statement is a conflict in SQLite's words and can be used again") {
  auto db = in_memory();
  REQUIRE(db.run("INSERT INTO t(word) VALUES (?)", {"one"}));
  const auto again = db.run("INSERT INTO t(word) VALUES (?)", {"one"});
  REQUIRE_FALSE(again);
  CHECK(again.error().code == core::Errc::conflict);
  CHECK(again.error().what == "writing :memory:: UNIQUE constraint failed: t.word");
  CHECK(db.run("INSERT INTO t(word) VALUES (?)", {"two"}));
  CHECK(db.number("SELECT count(*) FROM t").value() == 2);
}

TEST_CASE("a strict table refuses a value of the wrong type") {
  auto db = in_memory();
  CHECK_FALSE(db.run("INSERT INTO t(id, word) VALUES ('x', 'y')"));
}

TEST_CASE("a transaction that is not committed leaves nothing") {
  auto db = in_memory();
  {
    auto transaction = store::Transaction::begin(db);
    REQUIRE(transaction);
    REQUIRE(db.run("INSERT INTO t(word) VALUES ('gone')"));
  }
  CHECK(db.number("SELECT count(*) FROM t").value() == 0);
  auto transaction = store::Transaction::begin(db);
  REQUIRE(db.run("INSERT INTO t(word) VALUES ('stays')"));
  REQUIRE(transaction->commit());
  CHECK(db.number("SELECT count(*) FROM t").value() == 1);
}

TEST_CASE("a failing callback ends the reading with its error") {
  auto db = in_memory();
  const auto stopped = db.read(
      "SELECT 1", {}, [](const store::Row&) -> core::Status { return core::invalid("no more"); });
  CHECK(stopped.error() == core::invalid("no more"));
}

TEST_CASE("a file that is no database is named as damaged") {
  const support::TempDir dir;
  const auto file = dir.path() / "odd ?#% name.db";
  std::ofstream(file) << std::string(8192, 'x');
  auto db = store::Connection::open(file, store::Connection::Mode::read_write);
  REQUIRE(db);
  const auto read = db->number("SELECT count(*) FROM sqlite_schema");
  REQUIRE_FALSE(read);
  CHECK(read.error().code == core::Errc::corrupt);
  CHECK(read.error().what == "reading " + file.string() + ": file is not a database");
}

TEST_CASE("a file that is not there is not made unless asked for") {
  const support::TempDir dir;
  const auto file = dir.path() / "none.db";
  const auto opened = store::Connection::open(file, store::Connection::Mode::read_write);
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == core::Errc::io);
  CHECK_FALSE(std::filesystem::exists(file));
}
