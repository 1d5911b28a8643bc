#include "monitor/checks/schedule.hpp"

#include "support/catch.hpp"
#include "support/noon.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <vector>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

const core::MonoTime start = support::noon.mono;

std::vector<core::Milliseconds> first_runs(core::Milliseconds interval, int count) {
  std::vector<core::Milliseconds> waits;
  for (int seed = 0; seed < count; ++seed)
    waits.push_back(CheckSchedule(interval, static_cast<std::uint64_t>(seed), start).due() - start);
  std::sort(waits.begin(), waits.end());
  return waits;
}

}  // namespace

TEST_CASE("the first runs are spread over the interval") {
  const auto waits = first_runs(30s, 1000);
  CHECK(waits.front() >= 0s);
  CHECK(waits.back() < 30s);
  for (std::size_t tenth = 0; tenth < 10; ++tenth) {
    const auto from = 3s * static_cast<int>(tenth);
    const auto within = std::count_if(waits.begin(), waits.end(), [from](core::Milliseconds wait) {
      return wait >= from && wait < from + 3s;
    });
    CAPTURE(tenth);
    CHECK(within > 60);
    CHECK(within < 140);
  }
}

TEST_CASE("a check with a long interval does not wait long for its first run") {
  const auto waits = first_runs(24h, 1000);
  CHECK(waits.back() < first_run_max);
  CHECK(waits.back() > first_run_max / 2);
}

TEST_CASE("the same seed gives the same times") {
  CHECK(CheckSchedule(1h, 7, start).due() == CheckSchedule(1h, 7, start).due());
  CHECK(CheckSchedule(1h, 7, start).due() != CheckSchedule(1h, 8, start).due());
}

TEST_CASE("between two begins lies the interval, a tenth more or less") {
  CheckSchedule schedule(30s, 42, start);
  std::set<core::Milliseconds> gaps;
  auto began = schedule.due();
  for (int i = 0; i < 200; ++i) {
    CHECK_FALSE(schedule.is_time(schedule.due() - 1ms));
    CHECK(schedule.is_time(schedule.due()));
    schedule.ran(began, began + 2s);
    const auto gap = schedule.due() - began;
    CHECK(gap >= 27s);
    CHECK(gap <= 33s);
    gaps.insert(gap);
    began = schedule.due();
  }
  CHECK(gaps.size() > 150);
}

TEST_CASE("a run that takes longer than the interval is not followed by the next at once") {
  CheckSchedule schedule(10s, 42, start);
  schedule.ran(start, start + 1min);
  CHECK(schedule.due() == start + 1min + 1s);
}

TEST_CASE("after a standstill the runs are spread again instead of all being due") {
  int at_once = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    CheckSchedule schedule(30s, seed, start);
    const auto awake = start + 2h;
    if (schedule.is_time(awake)) ++at_once;
    CHECK(schedule.due() >= awake);
    CHECK(schedule.due() < awake + 30s);
  }
  CHECK(at_once == 0);
}

TEST_CASE("a little late is in time") {
  CheckSchedule schedule(1s, 42, start);
  CHECK(schedule.is_time(schedule.due() + late_max));
  CheckSchedule slow(10min, 42, start);
  CHECK(slow.is_time(slow.due() + 10min));
}

TEST_CASE("another interval holds at once, the same one changes nothing") {
  CheckSchedule schedule(24h, 42, start);
  schedule.ran(start, start);
  const auto due = schedule.due();
  schedule.set_interval(24h, start + 1h);
  CHECK(schedule.due() == due);
  schedule.set_interval(10s, start + 1h);
  CHECK(schedule.due() >= start + 1h);
  CHECK(schedule.due() < start + 1h + 10s);
}
