#include "core/durations.hpp"
#include "support/catch.hpp"

using namespace std::chrono_literals;

namespace {

constexpr std::array three_bounds = {10ms, 100ms, 1000ms};

std::vector<std::uint64_t> counted_in(const core::Durations& of) {
  return {of.counts().begin(), of.counts().end()};
}

}  // namespace

TEST_CASE("each duration is counted in the first bucket that it fits in, its end included") {
  core::Durations durations(three_bounds);
  CHECK(durations.empty());
  CHECK(counted_in(durations) == std::vector<std::uint64_t>{0, 0, 0, 0});
  for (const std::chrono::nanoseconds took : {0ns, 10'000'000ns, 10'000'001ns, 1'000'000'000ns})
    durations.add(took);
  durations.add(2h);
  CHECK(counted_in(durations) == std::vector<std::uint64_t>{2, 1, 1, 1});
  CHECK(durations.sum() == 2h + 1s + 20ms + 1ns);
  CHECK_FALSE(durations.empty());
}

TEST_CASE("a clock that went back took no time, and its sum does not shrink") {
  core::Durations durations(three_bounds);
  durations.add(5ms);
  durations.add(-1h);
  CHECK(counted_in(durations) == std::vector<std::uint64_t>{2, 0, 0, 0});
  CHECK(durations.sum() == 5ms);
}

TEST_CASE("names are counted apart, and another name is not counted at all") {
  core::DurationsByName requests({"GET", "POST"}, three_bounds);
  requests.add("POST", 20ms);
  requests.add("POST", 30ms);
  requests.add("BREW", 1ms);
  REQUIRE(requests.all().size() == 2);
  CHECK(requests.all()[0].name == "GET");
  CHECK(requests.all()[0].durations.empty());
  CHECK(counted_in(requests.all()[1].durations) == std::vector<std::uint64_t>{0, 2, 0, 0});
}
