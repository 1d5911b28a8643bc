#include "monitor/series.hpp"

#include "monitor/points.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <chrono>
#include <random>
#include <vector>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

constexpr core::MonoTime start{1'000'000ms};

Ring filled(Slot slots, std::size_t capacity = 720) {
  Ring ring(capacity);
  for (Slot slot = 0; slot < slots; ++slot) ring.push(slot, double(slot));
  return ring;
}

}  // namespace

TEST_CASE("a look that is a little late or early falls into its own slot") {
  const Grid grid(start, 5s);
  for (Slot slot = 1; slot < 1000; ++slot) {
    REQUIRE(grid.slot_of(start + slot * 5s + 2'400ms) == slot);
    REQUIRE(grid.slot_of(start + slot * 5s - 2'400ms) == slot);
  }
  CHECK(grid.slot_of(start - 1h) == 0);
  CHECK(grid.time_of(3) == start + 15s);
  CHECK(grid.first_from(start + 15s) == 3);
  CHECK(grid.first_from(start + 15'001ms) == 4);
}

TEST_CASE("points are read in the asked steps, with gaps where nothing is") {
  const Grid grid(start, 5s);
  auto ring = filled(4);  // 0 1 2 3 at 0, 5, 10, 15 s
  ring.push(8, 8.0);      // and 8 at 40 s
  const auto points = points_of(roll_up(ring, grid, start, start + 60s, 10s), Aggregation::mean);
  REQUIRE(points.size() == 5);
  CHECK(points[0] == Point{start, 0.5});
  CHECK(points[1] == Point{start + 10s, 2.5});
  CHECK(points[2] == Point{start + 20s, std::nullopt});
  CHECK(points[3] == Point{start + 30s, std::nullopt});
  CHECK(points[4] == Point{start + 40s, 8.0});
}

TEST_CASE("each aggregation gives its own of the values") {
  const Grid grid(start, 5s);
  Ring ring(10);
  Slot slot = 0;
  for (const auto value : {4.0, 1.0, 9.0, 2.0}) ring.push(slot++, value);
  const auto one = [&](Aggregation aggregation) {
    const auto points = points_of(roll_up(ring, grid, start, start + 1min, 1min), aggregation);
    return points.size() == 1 ? points.front().value : std::nullopt;
  };
  CHECK(one(Aggregation::min) == 1.0);
  CHECK(one(Aggregation::mean) == Approx(4.0));
  CHECK(one(Aggregation::max) == 9.0);
  CHECK(one(Aggregation::last) == 2.0);
}

TEST_CASE("the end is not part of what is read, and steps count from the beginning asked for") {
  const Grid grid(start, 5s);
  const auto points =
      points_of(roll_up(filled(20), grid, start + 7s, start + 25s, 10s), Aggregation::last);
  REQUIRE(points.size() == 2);
  CHECK(points[0] == Point{start + 7s, 3.0});   // 10 s and 15 s
  CHECK(points[1] == Point{start + 17s, 4.0});  // 20 s; 25 s is the end
}

TEST_CASE("whatever is asked for, no more comes than is held") {
  const Grid grid(start, 5s);
  const auto ring = filled(5000, 100);
  const auto all = points_of(roll_up(ring, grid, core::MonoTime::min(), core::MonoTime::max(), 1ms),
                             Aggregation::mean);
  CHECK(all.size() <= 101);
  const auto last = std::find_if(all.rbegin(), all.rend(), [](const auto& p) { return p.value; });
  CHECK(last->value == Approx(4999).epsilon(0.001));
  CHECK(points_of(roll_up(ring, grid, core::MonoTime::max(), core::MonoTime::min(), 1s),
                  Aggregation::mean)
            .empty());
  CHECK(points_of(roll_up(ring, grid, start, start, 1s), Aggregation::mean).empty());
  CHECK(points_of(roll_up(Ring(5), grid, start, start + 1h, 1s), Aggregation::mean).empty());
  CHECK(roll_up(ring, grid, core::MonoTime::min(), core::MonoTime::max(), core::Milliseconds::max())
            .size() == 1);
}

TEST_CASE("the roll-up of a minute is that of its points") {
  const auto seed = GENERATE(11U, 12U, 13U);
  INFO("seed " << seed);
  std::mt19937 random(seed);
  std::uniform_int_distribution<int> values(0, 2048);
  const Grid grid(start, 5s);
  Ring ring(720);
  std::vector<std::optional<double>> pushed;
  for (Slot slot = 0; slot < 720; ++slot) {
    pushed.push_back(values(random) % 4 == 0 ? std::nullopt
                                             : std::optional(double(values(random))));
    ring.push(slot, pushed.back());
  }
  const auto minutes = roll_up(ring, grid, start, start + 1h, 1min);
  REQUIRE(minutes.size() == 60);
  for (std::size_t minute = 0; minute < minutes.size(); ++minute) {
    std::vector<double> there;
    for (std::size_t i = minute * 12; i < minute * 12 + 12; ++i) {
      if (pushed[i]) there.push_back(*pushed[i]);
    }
    const auto& bucket = minutes[minute];
    REQUIRE(bucket.at == start + minute * 1min);
    REQUIRE(bucket.count == there.size());
    if (there.empty()) continue;
    double sum = 0;
    for (const auto value : there) sum += value;
    REQUIRE(bucket.min == *std::min_element(there.begin(), there.end()));
    REQUIRE(bucket.max == *std::max_element(there.begin(), there.end()));
    REQUIRE(bucket.last == there.back());
    REQUIRE(bucket.mean == Approx(sum / double(there.size())));
  }
}
