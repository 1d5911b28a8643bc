#include "monitor/baseline.hpp"

#include "support/catch.hpp"

#include <cmath>
#include <random>
#include <vector>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

constexpr ScaleFloor no_floor{0, 0};

std::vector<double> normal(std::size_t count, double mean, double deviation) {
  std::mt19937 random(7);
  std::normal_distribution<double> values(mean, deviation);
  std::vector<double> all(count);
  for (auto& value : all) value = values(random);
  return all;
}

std::optional<Baseline> of(std::vector<double> values, core::Milliseconds step = 5s,
                           const ScaleFloor& floor = no_floor) {
  return baseline_of(values, step, floor);
}

}  // namespace

TEST_CASE("a baseline needs twenty minutes of values, however often they are looked at") {
  CHECK_FALSE(of(std::vector<double>(239, 1.0), 5s));
  CHECK(of(std::vector<double>(240, 1.0), 5s));
  CHECK_FALSE(of(std::vector<double>(1199, 1.0), 1s));
  CHECK(of(std::vector<double>(1200, 1.0), 1s));
  CHECK(of(std::vector<double>(1, 1.0), 1h));
  CHECK_FALSE(of({}, 1h));
}

TEST_CASE("the scale of normal noise is its standard deviation") {
  for (const std::size_t count : {720U, 3600U}) {
    const auto usual = of(normal(count, 50, 4), 3600s / static_cast<int>(count));
    REQUIRE(usual);
    CHECK(std::abs(usual->median - 50) < 0.7);
    CHECK(usual->scale > 3.4);
    CHECK(usual->scale < 5.0);
  }
}

TEST_CASE("up to 7 % of wild values do not move the baseline, 9 % do") {
  auto values = normal(720, 50, 4);
  const auto clean = of(values);
  for (std::size_t i = 0; i < 50; ++i) values[300 + i] = 5000;
  const auto spoiled = of(values);
  REQUIRE((clean && spoiled));
  CHECK(std::abs(spoiled->median - clean->median) < 1);
  CHECK(spoiled->scale < 3 * clean->scale);
  for (std::size_t i = 50; i < 66; ++i) values[300 + i] = 5000;
  CHECK(of(values)->scale > 1000);
}

TEST_CASE("a series that stands still has the scale of the floor") {
  CHECK(of(std::vector<double>(720, 0.0), 5s, {5, 0.05}) == Baseline{0, 5});
  CHECK(of(std::vector<double>(720, 200.0), 5s, {5, 0.05}) == Baseline{200, 10});
}

TEST_CASE("what comes every thirty seconds is seen as often as it comes") {
  std::vector<double> values(3600, 1.0);
  for (std::size_t i = 0; i < values.size(); i += 30) values[i] = 100;  // 3.3 %
  CHECK(of(values, 1s)->scale < 5);
  for (std::size_t i = 0; i < values.size(); i += 5) values[i] = 100;  // 20 %
  CHECK(of(values, 1s)->scale > 50);
}
