#include "monitor/forecast.hpp"

#include "support/catch.hpp"

#include <vector>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

using Kind = ForecastChange::Kind;

constexpr core::MonoTime begin{100h};
constexpr double limit = 1000;

Trend growing(double level, double a_minute) {
  const double slope = a_minute / 60;
  return {slope, slope, slope, level, 0.1, 0.95, 60, 59min};
}

struct Watch {
  Forecast forecast;
  ForecastRule rule;
  core::MonoTime at = begin;
  std::vector<ForecastChange> said;

  void look(std::optional<double> level, const std::optional<Trend>& trend) {
    at += 1min;
    if (const auto change = forecast.look(at, level, {trend, {}}, limit, rule))
      said.push_back(*change);
  }
  void grow(int minutes, double& level, double a_minute) {
    for (int i = 0; i < minutes; ++i) {
      level += a_minute;
      look(level, growing(level, a_minute));
    }
  }
  void stand(int minutes, double level) {
    for (int i = 0; i < minutes; ++i) look(level, std::nullopt);
  }
};

}  // namespace

TEST_CASE("a limit that is near is announced once, with its time") {
  Watch watch;
  double level = 900;
  watch.grow(3, level, 2);
  CHECK(watch.said.empty());
  watch.grow(30, level, 2);
  REQUIRE(watch.said.size() == 1);
  const auto said = watch.said[0];
  CHECK(said.kind == Kind::started);
  CHECK(said.since == begin + 4min);
  CHECK(said.level == 908);
  CHECK(said.limit == limit);
  CHECK(said.per_second == 2.0 / 60);
  CHECK(said.confidence == 0.95);
  CHECK(said.expected == begin + 4min + 46min);
  CHECK(watch.forecast.said().expected == said.expected);
  CHECK(watch.forecast.said().level == level);
}

TEST_CASE("a limit beyond the horizon is not announced before it comes nearer") {
  Watch watch;
  double level = 0;
  watch.grow(140, level, 2);
  CHECK(watch.said.empty());
  watch.grow(150, level, 2);
  REQUIRE(watch.said.size() == 1);
  CHECK(watch.said[0].expected - watch.said[0].since <= 6h);
  CHECK(watch.said[0].expected - watch.said[0].since >= 5h);
}

TEST_CASE("a forecast reaches three times as far ahead as growth was seen") {
  Watch watch;
  double level = 400;
  watch.grow(50, level, 2);  // 250 minutes are left, 210 are reached
  CHECK(watch.said.empty());
  watch.stand(14, level);
  watch.grow(10, level, 2);
  CHECK(watch.said.size() == 1);
}

TEST_CASE("growth that paused for a quarter of an hour begins anew") {
  Watch watch;
  double level = 400;
  watch.grow(50, level, 2);
  watch.stand(16, level);
  watch.grow(30, level, 2);
  CHECK(watch.said.empty());
}

TEST_CASE("growth that is not certain or no more than noise is not announced") {
  Watch watch;
  auto uncertain = growing(800, 2);
  uncertain.confidence = 0.69;
  for (int i = 0; i < 60; ++i) watch.look(800, uncertain);
  auto noisy = growing(800, 2);
  noisy.noise = 50;
  for (int i = 0; i < 60; ++i) watch.look(800, noisy);
  for (int i = 0; i < 60; ++i) watch.look(999, growing(999, 0.01));
  CHECK(watch.said.empty());
}

TEST_CASE("a trend that comes and goes is not announced") {
  Watch watch;
  for (int i = 0; i < 30; ++i) {
    watch.look(800, growing(800, 2));
    watch.look(800, growing(800, 2));
    watch.look(800, std::nullopt);
  }
  CHECK(watch.said.empty());
}

TEST_CASE("without a limit there is no forecast") {
  Forecast forecast;
  for (int i = 0; i < 60; ++i)
    CHECK_FALSE(forecast.look(begin + i * 1min, 800, {growing(800, 2), {}}, 0, {}));
}

TEST_CASE("it is taken back after fifteen minutes without growth") {
  Watch watch;
  double level = 880;
  watch.grow(10, level, 2);
  for (int i = 0; i < 5; ++i) {
    watch.stand(14, level);
    watch.grow(1, level, 2);
  }
  CHECK(watch.said.size() == 1);
  watch.stand(16, level);
  REQUIRE(watch.said.size() == 2);
  CHECK(watch.said[1].kind == Kind::cleared);
  CHECK(watch.said[1].why == Withdrawal::no_growth);
  CHECK_FALSE(watch.forecast.open());
}

TEST_CASE("it is taken back when the limit is one and a half horizons away, not before") {
  Watch watch;
  double level = 880;
  watch.grow(10, level, 2);
  for (int i = 0; i < 60; ++i) watch.look(520, growing(520, 1));  // 8 h
  CHECK(watch.said.size() == 1);
  for (int i = 0; i < 60; ++i) watch.look(520, growing(520, 0.8));  // 10 h
  REQUIRE(watch.said.size() == 2);
  CHECK(watch.said[1].why == Withdrawal::later);
}

TEST_CASE("what has come true is not taken back while it is true") {
  Watch watch;
  double level = 900;
  watch.grow(45, level, 2);
  watch.stand(300, 985);
  CHECK(watch.said.size() == 1);
  watch.stand(20, 700);
  REQUIRE(watch.said.size() == 2);
}

TEST_CASE("a start takes it back at once, and the next growth is announced again") {
  Watch watch;
  double level = 880;
  watch.grow(10, level, 2);
  const auto cleared = watch.forecast.start_anew();
  REQUIRE(cleared);
  CHECK(cleared->why == Withdrawal::started_anew);
  CHECK_FALSE(watch.forecast.start_anew());
  watch.stand(30, 100);
  level = 880;
  watch.grow(10, level, 2);
  CHECK(watch.said.size() == 2);
}

TEST_CASE("what fell by itself is announced again only beyond where it fell, for a day") {
  Watch watch;
  double level = 600;
  watch.grow(60, level, 3);  // to 780
  CHECK(watch.said.size() == 1);
  for (int tooth = 0; tooth < 5; ++tooth) {
    watch.stand(30, 300);
    level = 600;
    watch.grow(60, level, 3);
  }
  CHECK(watch.said.size() == 2);  // the first one was taken back
  watch.grow(10, level, 3);
  CHECK(watch.said.size() == 3);
  watch.stand(25 * 60, 300);
  CHECK(watch.said.size() == 4);
  level = 600;
  watch.grow(30, level, 3);
  CHECK(watch.said.size() == 5);
}

TEST_CASE("what has no values any more is taken back as gone") {
  Watch watch;
  double level = 880;
  watch.grow(10, level, 2);
  for (int i = 0; i < 20; ++i) watch.look(std::nullopt, std::nullopt);
  REQUIRE(watch.said.size() == 2);
  CHECK(watch.said[1].why == Withdrawal::gone);
  CHECK(watch.said[1].level == level);
}

TEST_CASE("a forecast that is switched off is taken back, and announces nothing") {
  Watch watch;
  double level = 880;
  watch.grow(10, level, 2);
  watch.rule.enabled = false;
  watch.grow(30, level, 2);
  REQUIRE(watch.said.size() == 2);
  CHECK(watch.said[1].why == Withdrawal::switched_off);
}
