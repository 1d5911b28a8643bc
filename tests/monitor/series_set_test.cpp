#include "monitor/series_set.hpp"

#include "monitor/points.hpp"

#include "support/catch.hpp"

#include <array>
#include <chrono>
#include <string>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

constexpr core::MonoTime start{1'000'000ms};
using Values = std::array<std::optional<double>, 2>;

constexpr SeriesShape shape{5s, 720, 2, 3};

}  // namespace

TEST_CASE("metrics of a subject are kept apart, and subjects from each other") {
  SeriesSet set(shape, start);
  CHECK(set.push("shop/web", start, Values{1.0, 10.0}));
  CHECK(set.push("shop/db", start, Values{2.0, std::nullopt}));
  CHECK(set.push("shop/web", start + 5'100ms, Values{3.0, 30.0}));
  const auto points =
      points_of(set.roll_up("shop/web", 1, start, start + 1h, 5s), Aggregation::last);
  CHECK(points == std::vector<Point>{{start, 10.0}, {start + 5s, 30.0}});
  const auto none = points_of(set.roll_up("shop/db", 1, start, start + 1h, 5s), Aggregation::last);
  CHECK(none == std::vector<Point>{{start, std::nullopt}});
  CHECK(set.roll_up("shop/web", 0, start, start + 1h, 1min).front().mean == Approx(2.0));
  CHECK(points_of(set.roll_up("nobody", 0, start, start + 1h, 5s), Aggregation::last).empty());
}

TEST_CASE("the values since a moment are told without their times") {
  SeriesSet set(shape, start);
  for (int i = 0; i < 4; ++i) set.push("shop/web", start + i * 5s, Values{1.0 * i, std::nullopt});
  CHECK(set.values("shop/web", 0, start + 6s) == std::vector<double>{2, 3});
  CHECK(set.values("shop/web", 1, start).empty());
  CHECK(set.values("nobody", 0, start).empty());
}

TEST_CASE("a forgotten subject is gone, with its memory") {
  SeriesSet set(shape, start);
  const auto empty = set.bytes();
  set.push("shop/web", start, Values{1.0, 10.0});
  CHECK(set.bytes() >= empty + 2 * 720 * 2);
  CHECK(set.bytes() <= empty + 2 * 720 * 2 + 200 + 2 * 64);
  set.forget("shop/web");
  set.forget("shop/web");
  CHECK(set.bytes() == empty);
  CHECK(set.subjects().empty());
  CHECK(points_of(set.roll_up("shop/web", 0, start, start + 1h, 5s), Aggregation::last).empty());
}

TEST_CASE("there are never more subjects than the limit, nor more memory as time goes on") {
  SeriesSet set(shape, start);
  for (int i = 0; i < 100; ++i) {
    CHECK(set.push("c" + std::to_string(i), start, Values{1.0, 1.0}) == (i < 3));
  }
  CHECK(set.size() == 3);
  CHECK(set.subjects() == std::vector<std::string>{"c0", "c1", "c2"});
  const auto bytes = set.bytes();
  for (int i = 0; i < 10'000; ++i) set.push("c1", start + i * 5s, Values{double(i), 0.5});
  CHECK(set.bytes() == bytes);
  set.forget("c0");
  CHECK(set.push("c99", start, Values{1.0, 1.0}));
}
