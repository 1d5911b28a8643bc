#include "monitor/adaptive.hpp"

#include "support/catch.hpp"

#include <vector>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

constexpr core::MonoTime begin{100h};

struct Watch {
  Adaptive adaptive;
  AdaptiveRule rule;
  std::optional<Baseline> usual = Baseline{20, 5};  // opens at 50, over below 35
  core::MonoTime at = begin;
  std::vector<Change> said;

  void look_for(core::Milliseconds time, std::optional<double> value) {
    for (const auto end = at + time; at < end; at += 5s)
      if (const auto change = adaptive.look(at, value, usual, rule)) said.push_back(*change);
  }
};

}  // namespace

TEST_CASE("what is far above the usual for five minutes is a spike, with its baseline") {
  Watch watch;
  watch.look_for(10min, 22);
  watch.look_for(4min, 50);
  watch.look_for(2min, 70);
  REQUIRE(watch.said.size() == 1);
  CHECK(watch.said[0].since == begin + 10min);
  CHECK(watch.said[0].above == 50);
  CHECK(watch.adaptive.baseline() == Baseline{20, 5});
  watch.look_for(5min, 40);
  CHECK(watch.adaptive.open());
  watch.look_for(2min, 34);
  REQUIRE(watch.said.size() == 2);
  CHECK(watch.said[1].ending == Ending::below);
  CHECK(watch.said[1].peak == 70);
}

TEST_CASE("there are no spikes during warm-up") {
  Watch watch;
  watch.usual.reset();
  watch.look_for(2h, 5000);
  CHECK(watch.said.empty());
  CHECK_FALSE(watch.adaptive.baseline());
}

TEST_CASE("a spike does not become its own measure") {
  Watch watch;
  watch.look_for(1min, 20);
  watch.look_for(1min, 100);
  watch.usual = Baseline{100, 40};
  watch.look_for(20min, 100);
  CHECK(watch.said.size() == 1);
  CHECK(watch.adaptive.open());
  CHECK(watch.adaptive.baseline() == Baseline{20, 5});
}

TEST_CASE("a level that lasts for an hour is the new normal") {
  Watch watch;
  watch.look_for(1min, 20);
  watch.look_for(30min, 100);
  watch.usual = Baseline{100, 5};
  watch.look_for(3h, 101);
  REQUIRE(watch.said.size() == 2);
  CHECK(watch.said[1].ending == Ending::new_normal);
  CHECK(watch.said[1].duration >= 59min);
  CHECK(watch.said[1].duration <= 1h);
  watch.look_for(10min, 160);
  REQUIRE(watch.said.size() == 3);
  CHECK(watch.said[2].above == 130);
}

TEST_CASE("a count that comes to nothing does not hold the baseline for ever") {
  Watch watch;
  const auto cycles = [&](int count) {
    for (int i = 0; i < count; ++i) {
      watch.look_for(30s, 60);
      watch.look_for(60s, 45);
    }
  };
  watch.look_for(2min, 60);
  watch.usual = Baseline{40, 10};
  cycles(15);
  CHECK(watch.adaptive.baseline() == Baseline{20, 5});
  cycles(10);
  CHECK(watch.adaptive.baseline() == Baseline{40, 10});
  CHECK(watch.said.empty());
}

TEST_CASE("a greater sensitivity looks farther away, also at what is open") {
  Watch watch;
  watch.rule.sensitivity = 12;
  watch.look_for(20min, 70);
  CHECK(watch.said.empty());
  watch.rule.sensitivity = 6;
  watch.look_for(6min, 70);
  CHECK(watch.said.size() == 1);
  watch.rule.sensitivity = 24;
  watch.look_for(2min, 70);
  REQUIRE(watch.said.size() == 2);
  CHECK(watch.said[1].ending == Ending::below);
}

TEST_CASE("an adaptive rule that is switched off ends what is open") {
  Watch watch;
  watch.look_for(6min, 70);
  watch.rule.enabled = false;
  watch.look_for(20min, 70);
  REQUIRE(watch.said.size() == 2);
  CHECK(watch.said[1].ending == Ending::switched_off);
}
