#include "store/history_uptime.hpp"

#include "store/configure.hpp"
#include "store/history_table.hpp"
#include "store/history_world.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using monitor::Duty;
using monitor::ServiceUptime;
using monitor::UptimeHour;
using store::UptimesByService;
using store_test::noon;
using support::HistoryWorld;

constexpr std::int32_t noon_hour = 491'628;

store::Connection uptime_database() {
  auto db = store::Connection::open(":memory:", store::Connection::Mode::create);
  REQUIRE(store::configure_new(*db));
  REQUIRE(store::migrate(*db, store::history_migrations(), {}));
  return std::move(*db);
}

monitor::LastSight sight_at(core::WallTime at) {
  return {{at, core::MonoTime(4711ms)}, "boot-1", {Duty::down, at - 1h}};
}

ServiceUptime web(std::vector<UptimeHour> hours, core::WallTime at = noon) {
  return {"shop", "web", std::move(hours), sight_at(at)};
}

UptimesByService just(ServiceUptime uptime) {
  UptimesByService all;
  store::put(all, std::move(uptime));
  return all;
}

std::int64_t rows(store::Connection& db, const std::string& table) {
  return db.number("SELECT count(*) FROM " + table).value();
}

std::vector<ServiceUptime> uptimes_in(HistoryWorld& world, store::HistoryDatabase& history) {
  auto read = world.run(history.read_uptimes());
  REQUIRE(read);
  return *read;
}

}  // namespace

TEST_CASE("uptimes that were written are read, hour by hour, with the last sight") {
  auto db = uptime_database();
  auto all = just(web({{noon_hour - 1, 1, 2}, {noon_hour, 4'000'000'000, 0}}));
  store::put(all, {"blog", "web", {{noon_hour, 5, 6}}, {}});
  REQUIRE(store::write_uptimes(db, all));
  CHECK(store::read_uptimes(db, noon - 24h).value() == all);
  const auto later = store::read_uptimes(db, noon).value();
  CHECK(later.at({"shop", "web"}).hours.size() == 1);
}

TEST_CASE("an hour that is written again is replaced, and so is the sight") {
  auto db = uptime_database();
  REQUIRE(store::write_uptimes(db, just(web({{noon_hour, 1, 2}}))));
  REQUIRE(store::write_uptimes(db, just(web({{noon_hour, 10, 20}}, noon + 1min))));
  CHECK(rows(db, "uptime_hours") == 1);
  const auto read = store::read_uptimes(db, noon).value();
  CHECK(read == just(web({{noon_hour, 10, 20}}, noon + 1min)));
}

TEST_CASE("hours that wait are replaced by newer ones, and bounded") {
  auto all = just(web({{noon_hour, 1, 2}, {noon_hour + 1, 3, 4}}));
  store::put(all, web({{noon_hour - 1, 9, 9}, {noon_hour + 1, 5, 6}}, noon + 1min));
  const auto& kept = all.at({"shop", "web"});
  CHECK(kept.hours ==
        std::vector<UptimeHour>{{noon_hour - 1, 9, 9}, {noon_hour, 1, 2}, {noon_hour + 1, 5, 6}});
  CHECK(kept.last == sight_at(noon + 1min));
  for (int hour = 0; hour < 2'000; ++hour) store::put(all, web({{noon_hour + hour, 7, 7}}));
  CHECK(kept.hours.size() == store::uptime_hours_max);
  CHECK(kept.hours.back().hour == noon_hour + 1'999);
  for (int i = 0; i < 10'000; ++i) store::put(all, {"many", std::to_string(i), {}, {}});
  CHECK(all.size() == store::uptime_services_max);
}

TEST_CASE("uptimes are kept 32 days, however long minutes are") {
  auto db = uptime_database();
  for (int day = 0; day < 60; ++day) {
    const auto at = noon - 24h * day;
    auto all = just(web({{noon_hour - 24 * day, 1, 0}}));
    store::put(all, {"gone", std::to_string(day), {}, sight_at(at)});
    REQUIRE(store::write_uptimes(db, all));
  }
  store::HistoryLimits limits;
  limits.keep = GENERATE(core::Milliseconds(1h), core::Milliseconds(24h * 366));
  while (store::history_retention_step(db, limits, noon).value()) continue;
  CHECK(rows(db, "uptime_hours") == 33);
  CHECK(rows(db, "uptime_sights") == 33 + 1);
}

TEST_CASE("a step of retention is bounded, and says that there is more") {
  auto db = uptime_database();
  UptimesByService all;
  for (int i = 0; i < 3; ++i)
    store::put(all, {"shop", std::to_string(i), {{noon_hour - 24 * 40, 1, 1}}, {}});
  REQUIRE(store::write_uptimes(db, all));
  CHECK(store::forget_uptimes_before(db, noon - monitor::uptime_kept, 2).value());
  CHECK(rows(db, "uptime_hours") == 1);
  CHECK_FALSE(store::forget_uptimes_before(db, noon - monitor::uptime_kept, 2).value());
  CHECK(rows(db, "uptime_hours") == 0);
}

TEST_CASE("a history of the first version keeps its minutes and takes uptimes") {
  auto db = store::Connection::open(":memory:", store::Connection::Mode::create);
  REQUIRE(store::configure_new(*db));
  REQUIRE(store::migrate(*db, store::history_migrations().first(1), {}));
  const store::SeriesName host{"host", "load"};
  REQUIRE(store::write_minutes(*db, {{host, {store::pack({noon, 1, 1, 1, 1})}}}));
  REQUIRE(store::migrate(*db, store::history_migrations(), [](int) { return core::Status(); }));
  CHECK(store::read_minutes(*db, host, {0, 100'000'000}).value().size() == 1);
  CHECK(store::write_uptimes(*db, just(web({{noon_hour, 1, 2}}))));
}

TEST_CASE("uptimes are there before they are written, after it, and after a restart") {
  HistoryWorld world;
  {
    auto history = world.open();
    CHECK(uptimes_in(world, *history).empty());
    history->append_uptimes({web({{noon_hour - 1, 1, 2}, {noon_hour, 3, 4}})});
    CHECK(uptimes_in(world, *history).size() == 1);
    REQUIRE(world.run(history->flush()));
    history->append_uptimes({web({{noon_hour, 30, 40}}, noon + 1min)});
    const std::vector<ServiceUptime> both = {
        web({{noon_hour - 1, 1, 2}, {noon_hour, 30, 40}}, noon + 1min)};
    CHECK(uptimes_in(world, *history) == both);
    REQUIRE(world.run(history->flush()));
    CHECK(uptimes_in(world, *history) == both);
  }
  auto history = world.open();
  const auto read = uptimes_in(world, *history);
  REQUIRE(read.size() == 1);
  CHECK(read.front().hours == std::vector<UptimeHour>{{noon_hour - 1, 1, 2}, {noon_hour, 30, 40}});
  CHECK(read.front().last == sight_at(noon + 1min));
  CHECK(world.states.empty());
}

TEST_CASE("uptimes that cannot be written wait under what comes later") {
  HistoryWorld world;
  std::filesystem::remove_all(world.state_dir());
  auto history = world.open();
  history->append_uptimes({web({{noon_hour - 1, 1, 2}, {noon_hour, 3, 4}})});
  REQUIRE_FALSE(world.run(history->flush()));
  history->append_uptimes({web({{noon_hour, 30, 40}}, noon + 1min)});
  REQUIRE_FALSE(world.run(history->flush()));
  CHECK(uptimes_in(world, *history).front().hours.size() == 2);
  std::filesystem::create_directories(world.state_dir());
  REQUIRE(world.run(history->flush()));
  auto again = world.open();
  CHECK(uptimes_in(world, *again).front() ==
        web({{noon_hour - 1, 1, 2}, {noon_hour, 30, 40}}, noon + 1min));
}

TEST_CASE("uptimes that cannot be read are said to be unavailable, and why") {
  HistoryWorld world;
  std::filesystem::remove_all(world.state_dir());
  auto history = world.open();
  const auto read = world.run(history->read_uptimes());
  REQUIRE_FALSE(read);
  CHECK(read.error().code == core::Errc::unavailable);
  CHECK(read.error().what.find("history.db") != std::string::npos);
}

TEST_CASE("a damaged history is begun anew, and takes uptimes") {
  HistoryWorld world;
  world.write_file(std::string(8192, 'x'));
  auto history = world.open();
  CHECK(uptimes_in(world, *history).empty());
  REQUIRE(world.states.size() == 1);
  CHECK(world.states.front().made_anew);
  history->append_uptimes({web({{noon_hour, 3, 4}})});
  REQUIRE(world.run(history->flush()));
  auto again = world.open();
  CHECK(uptimes_in(world, *again).size() == 1);
}
