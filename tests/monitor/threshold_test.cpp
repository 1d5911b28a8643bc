#include "monitor/threshold.hpp"

#include "support/catch.hpp"

#include <vector>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

struct Watch {
  Threshold threshold;
  core::MonoTime at{100h};
  std::vector<Change> said;

  void look_for(core::Milliseconds time, std::optional<double> percent, const ThresholdRule& rule) {
    for (const auto end = at + time; at < end; at += 5s)
      if (const auto change = threshold.look(at, percent, rule)) said.push_back(*change);
  }
};

ThresholdRule above(double percent) { return {true, percent, percent - 15, 10min}; }

}  // namespace

TEST_CASE("a rule that changes while a spike is open holds it against the new levels") {
  Watch watch;
  watch.look_for(15min, 92, above(90));
  REQUIRE(watch.threshold.open());
  watch.look_for(15min, 92, above(98));
  CHECK(watch.threshold.open());
  watch.look_for(15min, 82, above(98));
  REQUIRE(watch.said.size() == 2);
  CHECK(watch.said[1].ending == Ending::below);
  CHECK(watch.said[1].above == 90);
}

TEST_CASE("a rule that changes while a spike is counted begins anew") {
  Watch watch;
  watch.look_for(9min, 92, above(80));
  watch.look_for(9min, 92, above(90));
  CHECK(watch.said.empty());
  watch.look_for(2min, 92, above(90));
  CHECK(watch.said.size() == 1);
}

TEST_CASE("a rule that is switched off ends what is open, and opens nothing") {
  Watch watch;
  auto off = above(90);
  off.enabled = false;
  watch.look_for(15min, 92, above(90));
  watch.look_for(30min, 92, off);
  REQUIRE(watch.said.size() == 2);
  CHECK(watch.said[1].ending == Ending::switched_off);
  CHECK_FALSE(watch.threshold.open());
}

TEST_CASE("a restart in the middle of a spike, one look without a value, changes nothing") {
  Watch watch;
  watch.look_for(6min, 99, above(90));
  watch.look_for(5s, std::nullopt, above(90));
  watch.look_for(4min + 10s, 99, above(90));
  CHECK(watch.said.size() == 1);
  watch.look_for(5s, std::nullopt, above(90));
  watch.look_for(30min, 99, above(90));
  CHECK(watch.said.size() == 1);
}
