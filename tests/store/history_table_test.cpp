#include "store/history_table.hpp"

#include "store/configure.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using store::HistoryLimits;
using store::HourNumber;
using store::MinutesBySeries;
using store::PackedMinute;
using store::PackedMinutes;
using store::SeriesName;

constexpr core::WallTime noon = std::chrono::sys_days(std::chrono::year(2026) / 1 / 31) + 12h;
const store::MinuteNumber noon_minute = store::pack({noon, 0, 0, 0, 0}).number;
const SeriesName web{"shop/web", "cpu_percent"}, db_name{"shop/db", "cpu_percent"};
constexpr store::MinuteRange all{0, 100'000'000};

store::Connection database() {
  auto db = store::Connection::open(":memory:", store::Connection::Mode::create);
  REQUIRE(store::configure_new(*db));
  REQUIRE(store::migrate(*db, store::history_migrations(), {}));
  return std::move(*db);
}

PackedMinute code(store::MinuteNumber number, core::Minifloat value = 1) {
  return {number, {value, value, value, value}};
}
SeriesName series(int number) { return {"shop/" + std::to_string(number), "pids"}; }

// One minute in the hour of `at`, of `count` series.
void write_hour(store::Connection& db, core::WallTime at, int count) {
  MinutesBySeries minutes;
  for (int i = 0; i < count; ++i) minutes[series(i)] = {store::pack({at, 1, 1, 1, 1})};
  REQUIRE(store::write_minutes(db, minutes).value() == 0);
}

std::int64_t hours(store::Connection& db) {
  return db.number("SELECT count(*) FROM hours").value();
}
std::int64_t count_series(store::Connection& db) {
  return db.number("SELECT count(*) FROM series").value();
}

int retain(store::Connection& db, const HistoryLimits& limits, core::WallTime now) {
  int steps = 1;
  while (store::history_retention_step(db, limits, now).value()) REQUIRE(++steps < 1000);
  return steps;
}

}  // namespace

TEST_CASE("minutes that were written are read, of their series and range only") {
  auto db = database();
  const PackedMinutes minutes = {code(noon_minute - 1), code(noon_minute), code(noon_minute + 59),
                                 code(noon_minute + 60), code(noon_minute + 600)};
  REQUIRE(store::write_minutes(db, {{web, minutes}, {db_name, {code(noon_minute, 7)}}}));
  CHECK(hours(db) == 5);
  CHECK(store::read_minutes(db, web, all).value() == minutes);
  CHECK(store::read_minutes(db, db_name, all).value() == PackedMinutes{code(noon_minute, 7)});
  CHECK(store::read_minutes(db, web, {noon_minute, noon_minute + 60}).value() ==
        PackedMinutes{code(noon_minute), code(noon_minute + 59)});
  CHECK(store::read_minutes(db, web, {noon_minute + 1, noon_minute + 1}).value().empty());
  CHECK(store::read_minutes(db, web, {noon_minute + 1, noon_minute}).value().empty());
  CHECK(store::read_minutes(db, {"shop/web", "pids"}, all).value().empty());
}

TEST_CASE("an hour that goes on keeps its minutes, and a minute that comes again replaces") {
  auto db = database();
  REQUIRE(store::write_minutes(db, {{web, {code(noon_minute), code(noon_minute + 1)}}}));
  REQUIRE(store::write_minutes(db, {{web, {code(noon_minute + 1, 2), code(noon_minute + 2, 2)}}}));
  CHECK(hours(db) == 1);
  CHECK(store::read_minutes(db, web, all).value() ==
        PackedMinutes{code(noon_minute), code(noon_minute + 1, 2), code(noon_minute + 2, 2)});
}

TEST_CASE("a range without end is no longer to read than what is there") {
  auto db = database();
  REQUIRE(store::write_minutes(db, {{web, {code(noon_minute)}}}));
  const auto everything = store::range_of(core::WallTime::min(), core::WallTime::max());
  CHECK(store::read_minutes(db, web, everything).value() == PackedMinutes{code(noon_minute)});
}

TEST_CASE("a series too many is left out and its minutes are counted") {
  auto db = database();
  const PackedMinutes two = {code(noon_minute), code(noon_minute + 1)};
  CHECK(store::write_minutes(db, {{web, two}, {db_name, two}}, 1).value() == 2);
  CHECK(count_series(db) == 1);
  CHECK(store::read_minutes(db, db_name, all).value() == two);  // the first by name
  CHECK(store::write_minutes(db, {{db_name, two}}, 1).value() == 0);
}

TEST_CASE("an hour of another length is damage") {
  auto db = database();
  REQUIRE(store::write_minutes(db, {{web, {code(noon_minute)}}}));
  REQUIRE(db.script("UPDATE hours SET minutes = x'0102'"));
  CHECK(store::read_minutes(db, web, all).error().code == core::Errc::corrupt);
  CHECK(store::write_minutes(db, {{web, {code(noon_minute)}}}).error().code == core::Errc::corrupt);
  CHECK_FALSE(db.in_transaction());
}

TEST_CASE("hours that are over for longer than is kept go, and series without any go with them") {
  auto db = database();
  const HistoryLimits limits{24h, 1'000'000'000};
  write_hour(db, noon - 25h, 5);
  write_hour(db, noon - 24h, 3);
  write_hour(db, noon, 1);
  CHECK(retain(db, limits, noon) == 2);
  CHECK(hours(db) == 4);
  CHECK(count_series(db) == 3);
  CHECK(retain(db, limits, noon + 59min) == 1);
  CHECK(retain(db, limits, noon + 1h) == 2);
  CHECK(hours(db) == 1);
  CHECK(count_series(db) == 1);
  retain(db, limits, noon + 48h);
  CHECK(hours(db) == 0);
  CHECK(count_series(db) == 0);
}

TEST_CASE("one step removes a bounded number of hours and series") {
  auto db = database();
  write_hour(db, noon - 20h, 1200);
  const HistoryLimits limits{10h, 1'000'000'000};
  CHECK(store::history_retention_step(db, limits, noon).value());
  CHECK(hours(db) == 700);
  CHECK(count_series(db) == 1200);
  retain(db, limits, noon);
  CHECK(hours(db) == 0);
  CHECK(count_series(db) == 0);
}

TEST_CASE("a clock that is not set, or was set back, costs nothing of the past") {
  auto db = database();
  write_hour(db, noon, 2);
  retain(db, {24h, 1'000'000'000}, core::WallTime{});
  retain(db, {24h, 1'000'000'000}, noon - 24h * 365);
  CHECK(hours(db) == 2);
  CHECK(count_series(db) == 2);
}

TEST_CASE("a database that is too large loses its oldest hours and gives the space back") {
  auto db = database();
  for (int hour = 0; hour < 40; ++hour) write_hour(db, noon + hour * 1h, 400);
  const auto before = db.number("PRAGMA page_count").value();
  constexpr std::int64_t bytes_max = 2'000'000;
  retain(db, {24h * 365, bytes_max}, noon + 40h);
  CHECK(db.number("SELECT max(hour) FROM hours").value() == store::hour_of(noon + 39h));
  CHECK(db.number("SELECT min(hour) FROM hours").value() > store::hour_of(noon + 20h));
  CHECK(hours(db) * std::int64_t{store::hour_bytes} > bytes_max / 2);
  CHECK(db.number("PRAGMA page_count").value() < before / 4 * 3);
  CHECK(db.number("PRAGMA page_count").value() * 4096 < bytes_max + 1025 * 4096);
  // However small the bound: it ends.
  retain(db, {24h * 365, 1}, noon + 40h);
  CHECK(hours(db) == 0);
}

TEST_CASE("a series takes less than 15 KB a day, written every ten minutes in any order") {
  auto db = database();
  constexpr int count = 80;
  for (int part = 0; part < 24 * 6; ++part) {
    MinutesBySeries minutes;
    for (int i = 0; i < count; ++i) {
      for (int minute = 0; minute < 10; ++minute)
        minutes[series(i * 37 % count)].push_back(code(noon_minute + part * 10 + minute));
    }
    REQUIRE(store::write_minutes(db, minutes));
  }
  const auto used = db.number("PRAGMA page_count").value() * 4096;
  CHECK(used / count < 15'000);
  CHECK(store::read_minutes(db, series(3), all).value().size() == 1440);
}
