#include "monitor/past.hpp"

#include "fakes/manual_clock.hpp"
#include "fakes/monitor_ports.hpp"
#include "monitor/looks.hpp"
#include "monitor/metrics.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

struct Kept {
  boost::asio::io_context io;
  fakes::ManualClock clock;
  fakes::KeptMinutes history;
  Past past{history, clock, {}};

  void see(std::uint64_t memory) {
    Board board;
    Looks looks;
    looks.taken = {taken("a", clock.now().mono, 0, memory)};
    board.take({running("shop", "web", "a")}, looks, clock.now());
    past.take(board);
  }
  // A look every 5 s.
  void see_for(core::Milliseconds time, std::uint64_t memory) {
    for (auto passed = 0ms; passed < time; passed += 5s) {
      see(memory);
      clock.advance(5s);
    }
  }
  core::Result<SampleSeries> ask(core::Milliseconds back, core::Milliseconds step,
                                 std::string metric = "memory_bytes",
                                 std::string subject = "shop/web") {
    const auto now = clock.now().wall;
    SampleQuery query{std::move(subject), std::move(metric), now - back, now, step,
                      Aggregation::mean};
    return support::run(io, past.samples(std::move(query)));
  }
  static int known(const SampleSeries& series) {
    return static_cast<int>(std::count_if(series.points.begin(), series.points.end(),
                                          [](const auto& point) { return point.value; }));
  }
};

}  // namespace

TEST_CASE("each minute that is over is stored once") {
  Kept kept;
  kept.see_for(181s, 1'000);
  const auto& minutes = kept.history.all[{"shop/web", "memory_bytes"}];
  CHECK(minutes.size() == 3);
  CHECK(minutes.begin()->first == support::noon.wall);
  CHECK(kept.history.all[{"shop/web", "pids"}].size() == 3);
}

TEST_CASE("the recent past is told as it was seen, without asking the history") {
  Kept kept;
  kept.see_for(600s, 1'000);
  const auto series = kept.ask(300s, 5s);
  REQUIRE(series);
  CHECK(series->unit == "bytes");
  CHECK(series->step == 5s);
  CHECK(series->points.size() == 60);
  CHECK(Kept::known(*series) == 60);
  CHECK(kept.history.reads == 0);
}

TEST_CASE("what is older comes from the history, by the minute, and ends with what is newest") {
  Kept kept;
  kept.see_for(3600s, 1'000);
  kept.see_for(3600s, 3'000);
  kept.see(5'000);
  const auto series = kept.ask(7200s, 5s);
  REQUIRE(series);
  CHECK(series->step == 60s);
  CHECK(Kept::known(*series) >= 119);
  CHECK(series->points[1].value == Approx(1'000).epsilon(0.001));
  const auto ten = kept.ask(7200s, 600s);
  REQUIRE(ten->points.size() == 12);
  CHECK(ten->points[2].value == Approx(1'000).epsilon(0.001));
  CHECK(ten->points[9].value == Approx(3'000).epsilon(0.001));
}

TEST_CASE("all that is in memory keeps its steps, also to the very begin of it") {
  Kept kept;
  kept.see_for(7200s, 1'000);
  kept.clock.advance(2s);  // the first step begins before what is in memory
  const auto whole = kept.ask(3600s, 5s);
  REQUIRE(whole);
  CHECK(whole->step == 5s);
  CHECK(Kept::known(*whole) >= 719);
  // A question that came a moment late, or reaches back for less than a minute more than is there.
  CHECK(kept.ask(3600s + 20ms, 5s)->step == 5s);
  CHECK(kept.ask(3659s, 7s)->step == 7s);
  CHECK(kept.ask(3660s, 5s)->step == 60s);
  // Nor for less than a step.
  CHECK(kept.ask(3690s, 100s)->step == 100s);
  CHECK(kept.ask(3700s, 100s)->step == 120s);
}

TEST_CASE("an agent that began lately tells of the minutes since as it saw them") {
  Kept kept;
  kept.clock.advance(30s);
  kept.past.configure({5'000ms, 7'200'000ms});
  kept.see_for(400s, 1'000);
  REQUIRE(kept.history.all[{"shop/web", "memory_bytes"}].size() >= 6);
  const auto series = kept.ask(900s, 5s);
  REQUIRE(series);
  CHECK(series->step == 5s);
  CHECK(series->points.size() == 180);
  CHECK(Kept::known(*series) == 80);
  CHECK(kept.ask(86'400s, 600s)->step == 600s);

  // One before it left a minute of its own.
  const Minute before{support::noon.wall - 60s, 500, 500, 500, 500};
  kept.history.append({{"shop/web", "memory_bytes", before}});
  const auto longer = kept.ask(900s, 5s);
  CHECK(longer->step == 60s);
  CHECK(Kept::known(*longer) == 9);
}

TEST_CASE("the first step is whole wherever its values come from") {
  Kept kept;
  kept.see_for(1800s, 3'000);
  kept.see_for(5400s, 5'000);
  // From 12:30 to 14:00, of which the first hour is in the history alone.
  const auto back = kept.ask(5400s, 3600s);
  REQUIRE(back);
  REQUIRE(back->points.size() == 2);
  CHECK(back->points[0].at == support::noon.wall);
  CHECK(back->points[0].value == Approx(4'000).epsilon(0.01));
  // From 12:00 to 12:15: so is the last one.
  SampleQuery query{"shop/web", "memory_bytes",   support::noon.wall, support::noon.wall + 900s,
                    3600s,      Aggregation::mean};
  const auto begin = support::run(kept.io, kept.past.samples(std::move(query)));
  REQUIRE(begin);
  REQUIRE(begin->points.size() == 1);
  CHECK(begin->points[0].value == Approx(4'000).epsilon(0.01));
}

TEST_CASE("what is no longer there is told by the minute, however short ago it was") {
  Kept kept;
  kept.see_for(605s, 1'000);
  kept.past.configure({1'000ms, 3'600s});  // forgets what is in memory
  const auto series = kept.ask(50s, 5s);
  REQUIRE(series);
  CHECK(series->step == 60s);
  CHECK(Kept::known(*series) == 1);
}

TEST_CASE("after a start of the agent the history goes on where it ended") {
  Kept kept;
  kept.see_for(600s, 1'000);
  kept.clock.advance(120s);
  kept.past.configure({1'000ms, 3'600s});  // forgets what is in memory
  kept.see_for(90s, 2'000);
  const auto series = kept.ask(900s, 60s);
  REQUIRE(series);
  CHECK(series->points.front().value == std::nullopt);
  CHECK(series->points[5].value == Approx(1'000).epsilon(0.001));
  CHECK(series->points.back().value == Approx(2'000).epsilon(0.001));
}

TEST_CASE("on a host that has no history yet the recent past keeps its own steps") {
  Kept kept;
  kept.see_for(30s, 1'000);
  const auto series = kept.ask(600s, 10s);
  REQUIRE(series);
  CHECK(series->step == 10s);
  CHECK(Kept::known(*series) == 3);
}

TEST_CASE("who is not known, a wrong metric, a wrong time: each has its error") {
  Kept kept;
  kept.see_for(10s, 1'000);
  CHECK(kept.ask(60s, 5s, "memory_bytes", "shop/db").error().code == core::Errc::not_found);
  CHECK(kept.ask(60s, 5s, "speed").error().code == core::Errc::invalid);
  CHECK(kept.ask(-60s, 5s).error().code == core::Errc::invalid);
  kept.history.problem = "the history cannot be read";
  CHECK(kept.ask(600s, 5s)->points.back().value);
  CHECK(kept.ask(600s, 5s, "memory_bytes", "shop/db").error().code == core::Errc::unavailable);
}

TEST_CASE("after a sleep of the host nothing is told at a wrong time") {
  Kept kept;
  kept.see_for(600s, 1'000);
  kept.clock.sleep(28'800s);
  kept.see(2'000);
  CHECK(kept.history.all[{"shop/web", "memory_bytes"}].size() == 9);
  const auto series = kept.ask(300s, 5s);
  REQUIRE(series);
  CHECK(Kept::known(*series) <= 1);
}

TEST_CASE("a clock that is set ahead or back loses no look, and no minute beside its own") {
  for (const auto by : {1s, -1s, 20s, -20s, 31s, -31s, 300s, -300s, 3600s, -3600s}) {
    CAPTURE(by.count());
    Kept kept;
    kept.see_for(1200s, 1'000);
    const auto before = kept.history.all[{"shop/web", "memory_bytes"}];
    kept.clock.sleep(by);
    kept.see_for(630s, 3'000);
    // What detectors look at goes on: the hour by the clock that nobody sets.
    const auto now = kept.clock.now().mono;
    std::size_t looks = 0;
    for (const auto& bucket : kept.past.recent().roll_up(
             "shop/web", *find_metric(SubjectKind::service, "memory_bytes"), now - 3600s, now, 5s))
      looks += bucket.count;
    CHECK(looks == (1200 + 630) / 5);
    // Ten minutes of the new time, each with what was seen in it.
    const auto& minutes = kept.history.all[{"shop/web", "memory_bytes"}];
    const auto wall = kept.clock.now().wall;
    int whole = 0;
    for (const auto& [at, minute] : minutes)
      if (at >= wall - 600s && at < wall && minute.last > 2'000) ++whole;
    CHECK(whole >= 8);  // the last one and the one of the first look are not whole
    // None of before is gone but those that came again.
    for (const auto& [at, minute] : before)
      if (at < wall - 660s) CHECK(minutes.contains(at));
    const auto series = kept.ask(300s, 5s);
    REQUIRE(series);
    CHECK(Kept::known(*series) >= 58);
    for (const auto& point : series->points)
      if (point.value) CHECK(*point.value == Approx(3'000).epsilon(0.001));
  }
}
