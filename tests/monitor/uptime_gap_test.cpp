// Time in which nobody looked.
#include "monitor/uptime.hpp"

#include "monitor/counted_uptime.hpp"
#include "support/catch.hpp"

using monitor_test::Counted;
using namespace monitor;
using namespace std::chrono_literals;

TEST_CASE("an agent that was away counts what was up and did not start anew as up") {
  Counted counted;
  counted.go(Duty::up, 10min);
  counted.away(3h);
  counted.live_anew();
  counted.look();
  CHECK(counted.month() == UpTime{3h + 10min, 0ms});
}

TEST_CASE(
    "what was down counts on while nobody looks only where it had ended and was not started") {
  const bool ended = GENERATE(true, false);
  Counted counted;
  counted.go(Duty::up, 10min);
  // Else it runs and is ill: its health may have come and gone.
  if (ended) counted.ended_at = counted.now.wall;
  counted.go(Duty::down, 10min);
  counted.away(3h);
  counted.live_anew();
  counted.look();
  CHECK(counted.month() == UpTime{10min, ended ? 3h + 10min : 10min});
  counted.away(3h);
  counted.live_anew();
  counted.ended_at = counted.now.wall - 1h;  // it was up in between, by another hand
  counted.look();
  CHECK(counted.month() == UpTime{10min, ended ? 3h + 10min : 10min});
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

TEST_CASE("a host that lost its power was off from the agent's last sign of life on") {
  Counted counted;
  counted.go(Duty::up, 10min);
  counted.away(4min);  // the agent lived on, and the power was cut before it wrote
  counted.live_anew("boot-2");
  counted.be_off(2h);
  counted.ended_at = counted.now.wall - 30s;  // when the engine found it dead
  counted.look();
  CHECK(counted.month() == UpTime{10min, 2h});
}

TEST_CASE("a host that was shut down was off from the end of its containers on") {
  Counted counted;
  counted.go(Duty::up, 10min);
  counted.away(5 * 24h);  // the agent was stopped on purpose, and the containers ran on
  counted.ended_at = counted.now.wall;
  counted.live_anew("boot-2");
  const bool in_order = GENERATE(true, false);
  if (in_order) counted.life.alive_before.reset();
  counted.be_off(2h);
  counted.look();
  CHECK(counted.month() == UpTime{10min, 2h});
}

TEST_CASE("where nobody knows when the containers ended, it was down since the boot") {
  Counted counted;
  counted.go(Duty::up, 10min);
  counted.away(5 * 24h);
  counted.live_anew("boot-2");
  counted.life.alive_before.reset();
  counted.be_off(2h);
  SECTION("none ended") {}
  SECTION("the engine found it dead after the boot") { counted.ended_at = counted.now.wall - 30s; }
  SECTION("it ended long before") { counted.ended_at = support::noon.wall - 1h; }
  counted.look();
  CHECK(counted.month() == UpTime{10min, 40s});
}

TEST_CASE("a machine whose clock stood still while it was off makes no time of it") {
  Counted counted;
  counted.go(Duty::up, 10min);
  counted.live_anew("boot-2");
  counted.life.alive_before.reset();
  counted.be_off(20s);
  counted.look();
  CHECK(counted.month() == UpTime{10min, 20s});
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

TEST_CASE("an agent that was held up for long says nothing of what it did not see") {
  Counted counted;
  counted.go(Duty::up, 10min);
  counted.away(uptime_look_gap + 1s);
  counted.sight.duty = Duty::down;
  counted.look();
  CHECK(counted.month() == UpTime{10min, 0ms});
}

TEST_CASE("a year in which the host was off is no more than what is kept") {
  Counted counted;
  counted.go(Duty::up, 5s);
  counted.live_anew("boot-2");
  counted.away(24h * 365);
  counted.sight.started_at = counted.now.wall;
  counted.life.booted_at = counted.now.wall;
  counted.look();
  CHECK(counted.month().up == 0ms);
  CHECK(counted.hours().size() <= Uptime::hours_max);
}
