#include "monitor/sample_query.hpp"

#include "support/catch.hpp"

#include <chrono>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

constexpr core::WallTime noon{1'700'000'000'000ms / 600'000 * 600'000};

Minute minute_at(core::Milliseconds after, double value) {
  return {noon + after, value - 1, value, value + 1, value + 0.5};
}

}  // namespace

TEST_CASE(
    "the steps of an answer begin at whole multiples of the step and hold all that was asked") {
  const auto steps = steps_of(noon + 7s, noon + 61s, 30s);
  REQUIRE(steps);
  CHECK(steps->from == noon);
  CHECK(steps->count == 3);
  CHECK(steps->end() == noon + 90s);
  CHECK(steps_of(noon + 90s, noon + 100s, 30s)->from == noon + 90s);
}

TEST_CASE("a time that ends before it begins and one of too many steps are refused") {
  CHECK(steps_of(noon, noon, 5s).error().code == core::Errc::invalid);
  CHECK(steps_of(noon, noon - 1s, 5s).error().code == core::Errc::invalid);
  CHECK(steps_of(noon, noon + std::chrono::hours(24 * 14), 5s).error().code == core::Errc::invalid);
}

TEST_CASE("a step beyond the raw values is one of whole minutes") {
  CHECK(whole_minutes(5s) == 60s);
  CHECK(whole_minutes(60s) == 60s);
  CHECK(whole_minutes(61s) == 120s);
  CHECK(whole_minutes(600s) == 600s);
}

TEST_CASE("parts of a step become one value, and a step without parts has none") {
  const std::vector<Minute> parts = {minute_at(0s, 10), minute_at(60s, 20), minute_at(240s, 40)};
  const auto steps = *steps_of(noon, noon + 360s, 120s);
  const auto values = [&](Aggregation aggregation) {
    std::vector<std::optional<double>> out;
    for (const auto& point : points_of(parts, steps, aggregation)) out.push_back(point.value);
    return out;
  };
  using Values = std::vector<std::optional<double>>;
  CHECK(values(Aggregation::mean) == Values{15.0, std::nullopt, 40.0});
  CHECK(values(Aggregation::min) == Values{9.0, std::nullopt, 39.0});
  CHECK(values(Aggregation::max) == Values{21.0, std::nullopt, 41.0});
  CHECK(values(Aggregation::last) == Values{20.5, std::nullopt, 40.5});
  CHECK(points_of(parts, steps, Aggregation::mean)[1].at == noon + 120s);
}

TEST_CASE("parts outside of the steps count nowhere") {
  const auto steps = *steps_of(noon, noon + 60s, 60s);
  const auto points = points_of({minute_at(-60s, 5), minute_at(60s, 5)}, steps, Aggregation::mean);
  REQUIRE(points.size() == 1);
  CHECK_FALSE(points.front().value);
}

TEST_CASE("an aggregation has a name and a name its aggregation") {
  for (const auto one : {Aggregation::min, Aggregation::mean, Aggregation::max, Aggregation::last})
    CHECK(aggregation_from(name_of(one)) == one);
  CHECK_FALSE(aggregation_from("median"));
}
