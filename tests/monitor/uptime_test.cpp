#include "monitor/uptime.hpp"

#include "monitor/counted_uptime.hpp"
#include "support/catch.hpp"

using monitor_test::Counted;
using namespace monitor;
using namespace std::chrono_literals;

TEST_CASE("what is counted is the time in which a service was up, of that in which it was due") {
  Counted counted;
  counted.go(Duty::up, 30min);
  counted.go(Duty::down, 10min);
  counted.go(Duty::not_due, 2h);
  counted.go(Duty::up, 20min);
  CHECK(counted.month() == UpTime{50min, 10min});
  CHECK(*counted.month().percent() == Approx(100.0 * 50 / 60));
}

TEST_CASE("the time between two looks is as the first of them saw it") {
  Counted counted;
  counted.look();
  counted.sight.duty = Duty::down;
  counted.go(10s);
  counted.sight.duty = Duty::up;
  counted.go(5s);
  CHECK(counted.month() == UpTime{5s, 10s});
}

TEST_CASE(
    "what was counted in hours that are to come, before the clock was set back, is not shown") {
  Counted counted;
  counted.go(Duty::up, 1h);
  counted.now.wall += 40 * 24h;
  counted.go(Duty::down, 1h);
  counted.now.wall -= 40 * 24h;
  counted.look();
  CHECK(counted.month() == UpTime{1h, 0ms});
}

TEST_CASE("a service that was never due has no availability") {
  Counted counted;
  counted.go(Duty::not_due, 1h);
  counted.go(Duty::unseen, 1h);
  CHECK_FALSE(counted.uptime.availability(counted.now.wall));
  CHECK_FALSE(UpTime().percent());
}

TEST_CASE("a day, a week and a month forget what is older") {
  Counted counted;
  counted.look();  // it was up once
  counted.go(Duty::down, 1h);
  counted.sight.duty = Duty::not_due;
  counted.look();
  const auto window_at = [&](core::Milliseconds later) {
    return *counted.uptime.availability(support::noon.wall + later);
  };
  CHECK(window_at(23h).day == UpTime{0ms, 1h});
  CHECK(window_at(24h).day == UpTime());
  CHECK(window_at(24h).week == UpTime{0ms, 1h});
  CHECK(window_at(24h * 7).week == UpTime());
  CHECK(window_at(24h * 7).month == UpTime{0ms, 1h});
  CHECK_FALSE(counted.uptime.availability(support::noon.wall + 24h * 30));
}

TEST_CASE("a step of the clock makes no time and takes none") {
  for (const core::Milliseconds step : {core::Milliseconds(40 * 24h), -core::Milliseconds(5h),
                                        core::Milliseconds(30min), -core::Milliseconds(1s)}) {
    CAPTURE(step.count());
    Counted counted;
    counted.go(Duty::up, 90min);
    counted.now.wall += step;
    counted.go(Duty::up, 90min);
    core::Milliseconds sum{0};
    for (const auto& hour : counted.hours()) sum += core::Milliseconds(hour.up_ms + hour.down_ms);
    CHECK(sum == 3h);
    // Across the agent's own end, too.
    counted.now.wall += step;
    counted.away(30min);
    counted.live_anew();
    counted.look();
    sum = 0ms;
    for (const auto& hour : counted.hours()) sum += core::Milliseconds(hour.up_ms + hour.down_ms);
    CHECK(sum == 3h + 30min);
  }
}

TEST_CASE("a host that slept has not run, and is not blamed for it") {
  Counted counted;
  counted.go(Duty::up, 1h);
  counted.now.wall += 8h;
  counted.go(Duty::up, 1h);
  CHECK(counted.month() == UpTime{2h, 0ms});
}

TEST_CASE("hours are told of when they changed, whole") {
  Counted counted;
  CHECK(counted.uptime.take_changed().empty());
  counted.go(Duty::up, 50min);
  const auto noon_hour = static_cast<std::int32_t>(support::noon.wall.time_since_epoch() / 1h);
  CHECK(counted.uptime.take_changed() == std::vector<UptimeHour>{{noon_hour, 3'000'000, 0}});
  CHECK(counted.uptime.take_changed().empty());
  counted.go(Duty::down, 15min);
  CHECK(counted.uptime.take_changed() ==
        std::vector<UptimeHour>{{noon_hour, 3'000'000, 600'000}, {noon_hour + 1, 0, 300'000}});
}

TEST_CASE("time is put into the hours it passed in") {
  Counted counted;
  counted.go(Duty::up, 5s);
  counted.away(5h + 30min);
  counted.look();
  const auto hours = counted.hours();
  REQUIRE(hours.size() == 6);
  for (std::size_t i = 0; i < 5; ++i) CHECK(hours[i].up_ms == 3'600'000);
  CHECK(hours[5].up_ms == 1'805'000);
}

TEST_CASE("no more hours are kept than a month has and two days, however long it goes on") {
  Counted counted;
  for (int day = 0; day < 100; ++day) {
    counted.look();
    counted.away(24h);
    counted.look();
  }
  CHECK(counted.hours().size() <= Uptime::hours_max);
  CHECK(counted.uptime.availability(counted.now.wall)->month.percent() == 100.0);
  CHECK_FALSE(counted.uptime.is_over(counted.now.wall));
  CHECK(counted.uptime.is_over(counted.now.wall + uptime_kept + 2h));
}

TEST_CASE("what could only be read late is added to what was counted meanwhile") {
  Counted counted;
  counted.go(Duty::up, 10min);
  const auto noon_hour = static_cast<std::int32_t>(support::noon.wall.time_since_epoch() / 1h);
  (void)counted.uptime.take_changed();
  counted.uptime.add({{noon_hour - 2, 1'000, 2'000}, {noon_hour, 60'000, 0}});
  CHECK(counted.uptime.take_changed() ==
        std::vector<UptimeHour>{{noon_hour - 2, 1'000, 2'000}, {noon_hour, 660'000, 0}});
}

TEST_CASE("all is told of once more where it was forgotten") {
  Counted counted;
  counted.go(Duty::up, 90min);
  const auto all = counted.uptime.take_changed();
  REQUIRE(all.size() == 2);
  counted.uptime.change_all();
  CHECK(counted.uptime.take_changed() == all);
}

TEST_CASE("the first coming up of a service is no time in which it was down") {
  Counted counted;
  counted.go(Duty::down, 4min);
  counted.go(Duty::up, 10min);
  CHECK(counted.month() == UpTime{10min, 0ms});
  counted.go(Duty::down, 1min);
  CHECK(counted.month() == UpTime{10min, 1min});
}

TEST_CASE("what does not come up in time is down, and has as long again once it was stopped") {
  Counted counted;
  counted.go(Duty::down, 4min);
  counted.go(Duty::not_due, 1h);
  counted.go(Duty::down, first_start_max);
  CHECK(counted.month() == UpTime{});
  counted.go(10min);
  CHECK(counted.month() == UpTime{0ms, 10min});
}
