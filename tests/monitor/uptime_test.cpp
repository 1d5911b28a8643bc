#include "monitor/uptime.hpp"

#include "support/catch.hpp"
#include "support/noon.hpp"

using namespace monitor;
using namespace std::chrono_literals;

namespace {

// One service, looked at every five seconds.
struct Counted {
  Uptime uptime;
  core::Instant now = support::noon;
  UptimeLife life{"boot-1", {}};
  ServiceSight sight{Duty::up, support::noon.wall - 1h};

  void look() { uptime.look(sight, now, life); }
  void go(core::Milliseconds time) {
    for (auto passed = 0ms; passed < time; passed += 5s) {
      now = now + 5s;
      look();
    }
  }
  void go(Duty duty, core::Milliseconds time) {
    sight.duty = duty;
    look();
    go(time);
  }
  // Nobody looks: the agent was away.
  void away(core::Milliseconds time) { now = now + time; }
  // Another agent goes on from what was written.
  void live_anew(const std::string& boot = "boot-1") {
    Uptime after(hours(), uptime.last());
    uptime = std::move(after);
    life.alive_before = now.wall;
    life.boot = boot;
  }
  std::vector<UptimeHour> hours() {
    auto copy = uptime;
    copy.add({});
    return copy.take_changed();
  }
  UpTime month() const {
    const auto sums = uptime.availability(now.wall);
    return sums ? sums->month : UpTime();
  }
};

}  // namespace

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

TEST_CASE("an agent that was away counts what did not start anew meanwhile as it was") {
  for (const auto duty : {Duty::up, Duty::down}) {
    Counted counted;
    counted.go(duty, 10min);
    counted.away(3h);
    counted.live_anew();
    counted.look();
    const auto all = core::Milliseconds(3h + 10min);
    CHECK(counted.month() == (duty == Duty::up ? UpTime{all, 0ms} : UpTime{0ms, all}));
  }
}

TEST_CASE("what started anew, or ended, while nobody looked counts neither way") {
  for (const bool engine_was_away : {false, true}) {
    for (const auto after : {Duty::up, Duty::down}) {
      Counted counted;
      counted.go(Duty::up, 10min);
      if (engine_was_away)
        counted.go(Duty::unseen, 3h);
      else
        counted.away(3h);
      counted.sight.started_at = counted.now.wall - 1min;
      counted.go(after, 5min);
      CHECK(counted.month() == (after == Duty::up ? UpTime{15min, 0ms} : UpTime{10min, 5min}));
    }
  }
}

TEST_CASE("an engine that was away and left the container running costs nothing") {
  Counted counted;
  counted.go(Duty::up, 10min);
  counted.go(Duty::unseen, 1h);
  counted.go(Duty::up, 10min);
  CHECK(counted.month() == UpTime{1h + 20min, 0ms});
}

TEST_CASE("while the host was off the service was down, from the agent's last sign of life on") {
  Counted counted;
  counted.go(Duty::up, 10min);
  counted.away(4min);  // the agent lived on, and the power was cut before it wrote
  counted.live_anew("boot-2");
  counted.away(2h);
  counted.now.mono = core::MonoTime(40s);
  counted.sight.started_at = counted.now.wall - 20s;
  counted.look();
  CHECK(counted.month() == UpTime{10min, 2h});
}

TEST_CASE("a container that outlived the boot of the agent's host was up meanwhile") {
  Counted counted;
  counted.go(Duty::up, 10min);
  counted.away(1h);
  counted.live_anew("boot-2");
  counted.now.mono = core::MonoTime(40s);
  counted.look();
  CHECK(counted.month() == UpTime{1h + 10min, 0ms});
}

TEST_CASE("a host that was off while the service was stopped on purpose is not held against it") {
  Counted counted;
  counted.go(Duty::up, 10min);
  const bool before = GENERATE(true, false);
  if (before) counted.go(Duty::not_due, 5s);
  counted.away(2h);
  counted.live_anew("boot-2");
  counted.sight = {before ? Duty::up : Duty::not_due, counted.now.wall};
  counted.look();
  CHECK(counted.month() == UpTime{10min, 0ms});
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

TEST_CASE("an agent that was held up for long says nothing of what it did not see") {
  Counted counted;
  counted.go(Duty::up, 10min);
  counted.away(uptime_look_gap + 1s);
  counted.sight.duty = Duty::down;
  counted.look();
  CHECK(counted.month() == UpTime{10min, 0ms});
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

TEST_CASE("a year in which the host was off is no more than what is kept") {
  Counted counted;
  counted.go(Duty::up, 5s);
  counted.live_anew("boot-2");
  counted.away(24h * 365);
  counted.sight.started_at = counted.now.wall;
  counted.look();
  CHECK(counted.month().up == 0ms);
  CHECK(counted.hours().size() <= Uptime::hours_max);
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
