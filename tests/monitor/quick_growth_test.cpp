// Growth that reaches its limit within minutes.
#include "monitor/quick_growth.hpp"

#include "monitor/forecast.hpp"
#include "support/catch.hpp"

#include <vector>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

using Kind = ForecastChange::Kind;

constexpr core::MonoTime begin{100h};
constexpr double limit = 1000;

Trend rising(double level, double a_minute, double confidence = 0.95) {
  const double slope = a_minute / 60;
  return {slope, slope, slope, level, 0.1, confidence, 30, 290s};
}

struct Watch {
  Forecast forecast;
  ForecastRule rule;
  core::MonoTime at = begin;
  double level = 200;
  std::vector<ForecastChange> said;

  void look(const std::optional<Trend>& trend) {
    at += 1min;
    if (const auto change = forecast.look(at, level, {std::nullopt, trend}, limit, rule))
      said.push_back(*change);
  }
  void grow(int minutes, double a_minute, double confidence = 0.95) {
    for (int i = 0; i < minutes; ++i) {
      level += a_minute;
      look(rising(level, a_minute, confidence));
    }
  }
  void stand(int minutes) {
    for (int i = 0; i < minutes; ++i) look(std::nullopt);
  }
  void start_anew(double at_level) {
    if (const auto change = forecast.start_anew()) said.push_back(*change);
    level = at_level;
  }
};

}  // namespace

TEST_CASE("what fills within minutes is announced when two thirds of its way are done") {
  Watch watch;
  watch.grow(3, 100);
  CHECK(watch.said.empty());
  watch.grow(3, 100);
  REQUIRE(watch.said.size() == 1);
  const auto& said = watch.said.front();
  CHECK(said.kind == Kind::started);
  CHECK(said.level == 700);
  CHECK(said.expected - said.since == 3min);
  CHECK(said.per_second == 100.0 / 60);
  watch.grow(2, 100);
  CHECK(watch.said.size() == 1);
}

TEST_CASE("growth of minutes that is uncertain, or has far to go, is not announced") {
  Watch uncertain;
  uncertain.grow(7, 100, 0.7);
  CHECK(uncertain.said.empty());
  Watch far;
  far.grow(20, 20);
  CHECK(far.said.empty());
}

TEST_CASE("what was announced quickly is taken back after five minutes without growth") {
  Watch watch;
  watch.grow(6, 100);
  REQUIRE(watch.said.size() == 1);
  watch.stand(5);
  CHECK(watch.said.size() == 1);
  watch.stand(1);
  REQUIRE(watch.said.size() == 2);
  CHECK(watch.said.back().kind == Kind::cleared);
  CHECK(watch.said.back().why == Withdrawal::no_growth);
}

TEST_CASE("what a service fills at each of its starts is news once") {
  Watch watch;
  watch.grow(6, 100);
  watch.stand(10);
  REQUIRE(watch.said.size() == 2);
  watch.start_anew(200);
  watch.grow(6, 100);
  watch.stand(10);
  CHECK(watch.said.size() == 2);
  watch.start_anew(200);
  watch.grow(7, 100);
  CHECK(watch.said.size() == 3);
}

TEST_CASE("a leak that ends by its limit each time is announced each time") {
  Watch watch;
  for (int turn = 0; turn < 3; ++turn) {
    watch.grow(8, 100);
    watch.start_anew(200);
  }
  CHECK(watch.said.size() == 6);
}

TEST_CASE("where another one stood, growth is no news before it is beyond") {
  Watch watch;
  watch.forecast.note_stood_at(850);
  watch.grow(6, 100);
  CHECK(watch.said.empty());
  watch.grow(1, 100);
  CHECK(watch.said.size() == 1);
}

TEST_CASE("standing for less than five minutes is not where it stood") {
  QuickGrowth growth;
  for (int minute = 0; minute < 5; ++minute)
    growth.look(begin + minute * 1min, 300, std::nullopt, limit);
  CHECK_FALSE(growth.stood_at());
  growth.look(begin + 5min, 310, std::nullopt, limit);
  CHECK(growth.stood_at() == 310.0);
}
