#include "monitor/held.hpp"

#include "support/catch.hpp"

#include <vector>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

constexpr Levels levels{90, 75, 10min};
constexpr core::MonoTime begin{100h};

// Looks at a value every five seconds, and keeps what is said.
struct Watch {
  Held held;
  core::MonoTime at = begin;
  core::Milliseconds step = 5s;
  std::vector<Change> said;

  void look(std::optional<double> value, const Levels& by = levels) {
    if (const auto change = held.look(at, value, by)) said.push_back(*change);
    at += step;
  }
  void look_for(core::Milliseconds time, std::optional<double> value) {
    for (const auto end = at + time; at < end;) look(value);
  }
};

}  // namespace

TEST_CASE("a value at the level opens once after the time, and ends once when it was low") {
  Watch watch;
  watch.look_for(10min, 40);
  watch.look_for(9min, 90);
  watch.look(99);
  CHECK(watch.said.empty());
  CHECK(watch.held.counting());
  watch.look_for(30min, 95);
  REQUIRE(watch.said.size() == 1);
  const auto started = watch.said[0];
  CHECK(started.kind == Change::Kind::started);
  CHECK(started.since == begin + 10min);
  CHECK(started.duration == 10min);
  CHECK(started.value == 95);
  CHECK(started.peak == 99);
  CHECK(started.above == 90);
  const auto over = watch.at;
  watch.look_for(2min, 50);
  CHECK(watch.held.open());
  watch.look_for(30min, 50);
  REQUIRE(watch.said.size() == 2);
  const auto ended = watch.said[1];
  CHECK(ended.kind == Change::Kind::ended);
  CHECK(ended.ending == Ending::below);
  CHECK(ended.since == begin + 10min);
  CHECK(ended.duration == over - started.since);
  CHECK(ended.value == 50);
  CHECK(ended.peak == 99);
  CHECK_FALSE(watch.held.open());
}

TEST_CASE("a dip between the levels takes back half of its length") {
  Watch watch;
  watch.look_for(8min, 95);
  watch.look_for(1min, 80);
  watch.look_for(2min + 30s, 95);
  CHECK(watch.said.empty());
  watch.look_for(10s, 95);
  REQUIRE(watch.said.size() == 1);
  CHECK(watch.said[0].since == begin);
}

TEST_CASE("a long stay between the levels forgets the count") {
  Watch watch;
  watch.look_for(3min, 95);
  watch.look_for(6min, 80);
  CHECK_FALSE(watch.held.counting());
  watch.look_for(60min, 80);
  CHECK(watch.said.empty());
}

TEST_CASE("a look below the lower level takes back five times its length") {
  Watch watch;
  watch.look_for(9min + 50s, 95);
  watch.look(10);
  watch.look_for(30s, 95);
  CHECK(watch.said.empty());
  watch.look_for(15s, 95);
  REQUIRE(watch.said.size() == 1);
  CHECK(watch.said[0].since == begin);
}

TEST_CASE("a fifth of the time below the lower level begins the count anew") {
  Watch watch;
  watch.look_for(9min + 50s, 95);
  watch.look_for(2min, 10);
  CHECK_FALSE(watch.held.counting());
  const auto anew = watch.at;
  watch.look_for(10min, 95);
  CHECK(watch.said.empty());
  watch.look_for(1min, 95);
  REQUIRE(watch.said.size() == 1);
  CHECK(watch.said[0].since == anew);
}

TEST_CASE("what is low for a fourth of the time is never held") {
  Watch watch;
  for (int i = 0; i < 400; ++i) {
    watch.look_for(15s, 99);
    watch.look_for(5s, 20);
  }
  CHECK(watch.said.empty());
}

TEST_CASE("what is open stays open between the levels, and after short lows") {
  Watch watch;
  watch.look_for(11min, 95);
  watch.look_for(60min, 80);
  for (int i = 0; i < 30; ++i) {
    watch.look_for(1min, 60);
    watch.look(90);
  }
  CHECK(watch.said.size() == 1);
  CHECK(watch.held.open());
}

TEST_CASE("values around the lower level end it as well") {
  Watch watch;
  watch.look_for(11min, 95);
  for (int i = 0; i < 60; ++i) {
    watch.look_for(30s, 60);
    watch.look_for(10s, 78);
  }
  REQUIRE(watch.said.size() == 2);
  CHECK(watch.said[1].ending == Ending::below);
}

TEST_CASE("with no time to last it opens at the first look, and ends at the second low one") {
  const Levels at_once{90, 75, 0ms};
  Watch watch;
  watch.look(91, at_once);
  REQUIRE(watch.said.size() == 1);
  watch.look(10, at_once);
  CHECK(watch.said.size() == 1);
  watch.look(10, at_once);
  CHECK(watch.said.size() == 2);
}

TEST_CASE("time without values does not count as high, nor as low") {
  Watch watch;
  watch.look_for(9min, 95);
  watch.look_for(1min + 55s, std::nullopt);
  watch.look_for(30s, 95);
  CHECK(watch.said.empty());
  watch.look_for(1min, 95);
  CHECK(watch.said.size() == 1);
  watch.look_for(1min, 10);
  watch.look_for(1min + 55s, std::nullopt);
  watch.look_for(30s, 10);
  CHECK(watch.said.size() == 1);
  watch.look_for(1min, 10);
  CHECK(watch.said.size() == 2);
}

TEST_CASE("a host that slept does not find its containers high for all that time") {
  Watch watch;
  watch.look_for(5min, 95);
  watch.at += 3h;
  watch.look_for(4min, 95);
  CHECK(watch.said.empty());
  watch.look_for(2min, 95);
  CHECK(watch.said.size() == 1);
  watch.at += 3h;
  watch.look(std::nullopt);
  CHECK(watch.held.open());
}

TEST_CASE("a slower pace of looks is learned") {
  Watch watch;
  watch.look_for(1min, 95);
  watch.step = 60s;
  watch.look_for(14min, 95);
  CHECK(watch.said.size() == 1);
}

TEST_CASE("what is gone for two minutes ends, with the time of the last value") {
  Watch watch;
  watch.look_for(15min, 95);
  const auto last = watch.at - 5s;
  watch.look_for(20min, std::nullopt);
  REQUIRE(watch.said.size() == 2);
  CHECK(watch.said[1].ending == Ending::gone);
  CHECK(watch.said[1].duration == last - begin);
  watch.look_for(9min, 95);
  CHECK(watch.said.size() == 2);
}

TEST_CASE("a count that is gone for two minutes is forgotten") {
  Watch watch;
  watch.look_for(9min, 95);
  watch.look_for(2min + 5s, std::nullopt);
  CHECK_FALSE(watch.held.counting());
  watch.look_for(9min, 95);
  CHECK(watch.said.empty());
}

TEST_CASE("what is ended from outside ends once") {
  Watch watch;
  CHECK_FALSE(watch.held.end(Ending::gone));
  watch.look_for(15min, 95);
  const auto ended = watch.held.end(Ending::switched_off);
  REQUIRE(ended);
  CHECK(ended->ending == Ending::switched_off);
  CHECK_FALSE(watch.held.end(Ending::switched_off));
}
