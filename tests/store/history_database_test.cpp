#include "store/history_database.hpp"

#include "store/history_world.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using boost::asio::awaitable;
using store::HistoryDatabase;
using store_test::noon;
using support::HistoryWorld;
using support::hours_in;
using support::until;
using support::with_loop;

}  // namespace

TEST_CASE("a flush comes after its time, earlier after the end of an hour, and sooner to retry") {
  constexpr core::Milliseconds every = 10min;
  CHECK(store::flush_pause(noon + 10min, every, 0) == every);
  CHECK(store::flush_pause(noon + 51min + 30s, every, 0) == every);
  CHECK(store::flush_pause(noon + 59min, every, 0) == 2min + 30s);
  CHECK(store::flush_pause(noon + 89s, every, 0) == 1s);
  CHECK(store::flush_pause(noon + 90s, every, 0) == every);
  CHECK(store::flush_pause(noon + 10min, every, 1) == 30s);
  CHECK(store::flush_pause(noon + 10min, every, 2) == 60s);
  CHECK(store::flush_pause(noon + 10min, every, 50) == every);
  CHECK(store::flush_pause(noon + 10min, 5s, 1) == 5s);
}

TEST_CASE("what was appended is there before it is written, after it, and after a restart") {
  HistoryWorld world;
  {
    auto history = world.open();
    CHECK(world.read(*history).empty());
    HistoryWorld::append(*history, noon - 2min, 1);
    HistoryWorld::append(*history, noon - 1min, 2);
    CHECK(world.read(*history) == "1 2");
    REQUIRE(world.run(history->flush()));
    CHECK(world.read(*history) == "1 2");
    HistoryWorld::append(*history, noon, 3);
    HistoryWorld::append(*history, noon - 2min, 10);
    CHECK(world.read(*history) == "10 2 3");
    REQUIRE(world.run(history->flush()));
  }
  auto history = world.open();
  CHECK(world.read(*history) == "10 2 3");
  CHECK(world.states.empty());
  CHECK(history->minutes_dropped() == 0);
}

TEST_CASE("a read gives the minutes of its range with their numbers") {
  HistoryWorld world;
  auto history = world.open();
  history->append(
      {{"host", "load", {noon - 2min, 1, 2, 4, 3}}, {"host", "load", {noon, 5, 5, 5, 5}}});
  REQUIRE(world.run(history->flush()));
  const auto minutes = world.run(history->read("host", "load", noon - 2min, noon));
  REQUIRE(minutes);
  CHECK(*minutes == std::vector<monitor::Minute>{{noon - 2min, 1, 2, 4, 3}});
}

TEST_CASE("what is being written is read, and what comes meanwhile, also where writing fails") {
  HistoryWorld world;
  const bool fails = GENERATE(false, true);
  if (fails) std::filesystem::remove_all(world.state_dir());
  auto history = world.open();
  HistoryWorld::append(*history, noon - 1min, 1);
  core::TaskGroup group(world.io.get_executor(), [](const std::string&, std::exception_ptr) {});
  std::string seen;
  auto flush = [](HistoryDatabase& of) -> awaitable<void> { (void)co_await of.flush(); };
  auto read = [](HistoryDatabase& of, std::string& into) -> awaitable<void> {
    HistoryWorld::append(of, noon, 2);
    const auto minutes = co_await of.read("shop/web", "cpu_percent", noon - 1h, noon + 1h);
    if (!minutes) co_return;
    for (const auto& minute : *minutes) into += std::to_string(static_cast<int>(minute.last));
  };
  group.spawn("flush", flush(*history));
  group.spawn("read", read(*history, seen));
  CHECK(world.run(group.join(5s)));
  CHECK(seen == "12");
  CHECK(history->state().writable != fails);
}

TEST_CASE("minutes that cannot be true or kept are left out and counted") {
  HistoryWorld world;
  auto history = world.open();
  HistoryWorld::append(*history, noon - 24h * 14 - 1min, 1);
  HistoryWorld::append(*history, noon + 1h + 1min, 2);
  HistoryWorld::append(*history, noon, -3);
  CHECK(history->minutes_dropped() == 3);
  HistoryWorld::append(*history, noon - 24h * 14, 4);
  HistoryWorld::append(*history, noon + 1h, 5);
  CHECK(history->minutes_dropped() == 3);
  CHECK(world.read(*history) == "4 5");
}

TEST_CASE("a clock that was set back replaces minutes as it passes them again") {
  HistoryWorld world;
  auto history = world.open();
  HistoryWorld::append(*history, noon - 1min, 1);
  HistoryWorld::append(*history, noon, 2);
  REQUIRE(world.run(history->flush()));
  world.clock.at.wall -= 1min;
  HistoryWorld::append(*history, noon - 1min, 9);
  REQUIRE(world.run(history->flush()));
  CHECK(world.read(*history) == "9 2");
}

TEST_CASE("the loop writes by itself and removes what is older than is kept") {
  HistoryWorld world;
  auto options = world.options();
  options.flush_every = 5ms;
  auto history = store::open_history(world.io.get_executor(), options, world.clock);
  HistoryWorld::append(*history, noon - 30h, 1);
  HistoryWorld::append(*history, noon, 2);
  auto written = until([&] { return hours_in(world) == 2; });
  CHECK(world.run(with_loop(*history, world.io.get_executor(), std::move(written))));
  history->configure(24h);
  auto removed = until([&] { return hours_in(world) == 1; });
  CHECK(world.run(with_loop(*history, world.io.get_executor(), std::move(removed))));
  CHECK(world.read(*history) == "2");
}

TEST_CASE("a clock that steps by a year removes nothing before it has stood so for a day") {
  constexpr auto year = 24h * 365;
  HistoryWorld world;
  auto options = world.options();
  options.flush_every = 5ms;
  auto history = store::open_history(world.io.get_executor(), options, world.clock);
  HistoryWorld::append(*history, noon - 1h, 1);
  REQUIRE(world.run(history->flush()));
  world.clock.at.wall += year;
  for (const int hours : {2, 3}) {  // between the two it was looked at what may go
    HistoryWorld::append(*history, noon + year - hours * 1h, hours);
    auto written = until([&] { return hours_in(world) == hours; });
    CHECK(world.run(with_loop(*history, world.io.get_executor(), std::move(written))));
  }
  CHECK(world.read(*history) == "1 3 2");
  world.clock.at = world.clock.at + 25h;
  auto removed = until([&] { return hours_in(world) == 2; });
  CHECK(world.run(with_loop(*history, world.io.get_executor(), std::move(removed))));
  CHECK(world.read(*history) == "3 2");
}

TEST_CASE("a change of what is kept works at once, not at the next flush") {
  HistoryWorld world;
  auto history = world.open();
  HistoryWorld::append(*history, noon - 30h, 1);
  REQUIRE(world.run(history->flush()));
  history->configure(24h);
  auto removed = until([&] { return hours_in(world) == 0; });
  CHECK(world.run(with_loop(*history, world.io.get_executor(), std::move(removed))));
}

TEST_CASE("a cancelled flush loses nothing of what waited") {
  HistoryWorld world;
  auto history = world.open();
  HistoryWorld::append(*history, noon, 1);
  core::TaskGroup group(world.io.get_executor(), [](const std::string&, std::exception_ptr) {});
  auto flush_ignoring = [](HistoryDatabase& of) -> awaitable<void> { (void)co_await of.flush(); };
  for (int i = 0; i < 5; ++i) group.spawn("flush", flush_ignoring(*history));
  group.cancel();
  CHECK(world.run(group.join(5s)));
  REQUIRE(world.run(history->flush()));
  CHECK(hours_in(world) == 1);
  CHECK(world.read(*history) == "1");
}

TEST_CASE("more than one batch is written by one flush") {
  HistoryWorld world;
  auto history = world.open();
  std::vector<monitor::SeriesMinute> minutes;
  for (int i = 0; i < 40'000; ++i)
    minutes.push_back({"shop/" + std::to_string(i), "pids", {noon, 1, 1, 1, 1}});
  history->append(std::move(minutes));
  REQUIRE(world.run(history->flush()));
  CHECK(hours_in(world) == 40'000);
}
