#include "monitor/trend.hpp"

#include "support/catch.hpp"

#include <cmath>
#include <functional>
#include <random>
#include <vector>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

constexpr core::MonoTime begin{100h};

std::vector<Bucket> minutes(int count, const std::function<double(int)>& value) {
  std::vector<Bucket> all;
  all.reserve(static_cast<std::size_t>(count));
  for (int minute = 0; minute < count; ++minute)
    all.push_back({begin + minute * 60s, 12, 0, value(minute), 0, 0});
  return all;
}

bool near(double one, double other, double share = 0.01) {
  return std::abs(one - other) <= share * std::abs(other);
}

}  // namespace

TEST_CASE("a straight line has its own slope, and all confidence") {
  const auto trend = trend_of(minutes(61, [](int m) { return 100 + 6.0 * m; }));
  REQUIRE(trend);
  CHECK(near(trend->per_second, 0.1));
  CHECK(near(trend->early_per_second, 0.1));
  CHECK(near(trend->late_per_second, 0.1));
  CHECK(near(trend->level, 460));
  CHECK(trend->noise < 1e-9);
  CHECK(trend->confidence == 1);
  CHECK(trend->samples == 60);
  CHECK(trend->span == 59min);
  CHECK(time_until(*trend, 500) == 400s);
  CHECK(time_until(*trend, 460) == 0s);
  CHECK(time_until(*trend, 100) == 0s);
}

TEST_CASE("a trend needs half an hour and twenty samples") {
  const auto line = [](int m) { return 1.0 * m; };
  CHECK_FALSE(trend_of({}));
  CHECK_FALSE(trend_of(minutes(30, line)));
  CHECK(trend_of(minutes(31, line)));
  auto sparse = minutes(60, line);
  for (std::size_t i = 0; i < sparse.size(); ++i)
    if (i % 4 != 0) sparse[i].count = 0;
  CHECK_FALSE(trend_of(sparse));
}

TEST_CASE("minutes without values are left out") {
  auto holes = minutes(60, [](int m) { return 5.0 * m; });
  for (std::size_t i = 20; i < 40; ++i) holes[i] = {holes[i].at, 0, 0, 9e9, 0, 0};
  holes.back().count = 0;
  const auto trend = trend_of(holes);
  REQUIRE(trend);
  CHECK(trend->samples == 39);
  CHECK(near(trend->per_second, 5.0 / 60));
  CHECK(near(trend->level, 5.0 * 58));
}

TEST_CASE("a fifth of wild values leave the slope as it is") {
  const auto wild = [](int m) { return m % 5 == 2 ? 5000.0 : 2.0 * m; };
  const auto trend = trend_of(minutes(60, wild));
  REQUIRE(trend);
  CHECK(near(trend->per_second, 2.0 / 60, 0.15));
}

TEST_CASE("noise, a fall and a standstill are no trend") {
  std::mt19937 random(3);
  std::normal_distribution<double> noise(100, 10);
  CHECK_FALSE(trend_of(minutes(60, [&](int) { return noise(random); })));
  CHECK_FALSE(trend_of(minutes(60, [](int m) { return 500.0 - m; })));
  CHECK_FALSE(trend_of(minutes(60, [](int) { return 77.0; })));
}

TEST_CASE("the slope and the noise of a noisy line are found") {
  std::mt19937 random(5);
  std::normal_distribution<double> noise(0, 10);
  const auto trend = trend_of(minutes(60, [&](int m) { return 3.0 * m + noise(random); }));
  REQUIRE(trend);
  CHECK(near(trend->per_second, 3.0 / 60, 0.1));
  CHECK(near(trend->noise, 10, 0.4));
  CHECK(trend->confidence > 0.7);
}

TEST_CASE("growth that comes to rest below the limit never reaches it") {
  // 1000 (1 - exp(-t/30 m)): 865 after an hour.
  const auto trend = trend_of(minutes(60, [](int m) { return 1000 * (1 - std::exp(-m / 30.0)); }));
  REQUIRE(trend);
  CHECK(trend->late_per_second < 0.5 * trend->early_per_second);
  CHECK_FALSE(time_until(*trend, 1200));
  const auto reached = time_until(*trend, 950);
  REQUIRE(reached);
  CHECK(*reached > 10min);
  CHECK(*reached < 60min);
}

TEST_CASE("growth that becomes faster is taken at its late slope") {
  const auto trend =
      trend_of(minutes(60, [](int m) { return m < 25 ? 50.0 : 50 + 6.0 * (m - 25); }));
  REQUIRE(trend);
  CHECK(near(trend->late_per_second, 0.1));
  CHECK(near(static_cast<double>(time_until(*trend, trend->level + 60)->count()), 600'000));
}
