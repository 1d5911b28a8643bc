#include "monitor/step_means.hpp"

#include "support/catch.hpp"
#include "support/noon.hpp"

#include <chrono>

using namespace monitor;
using namespace std::chrono_literals;

TEST_CASE("of each minute the mean of its values is kept, for an hour") {
  StepMeans means(1min, 61);
  const auto begin = std::chrono::ceil<std::chrono::minutes>(support::noon.mono);
  for (int minute = 0; minute < 90; ++minute)
    for (int look = 0; look < 12; ++look)
      if (minute != 80) means.take(begin + minute * 1min + look * 5s, minute * 100.0 + look);
  const auto buckets = means.buckets(begin + 90min);
  REQUIRE(buckets.size() == 60);
  CHECK(buckets.front().at == begin + 29min);
  CHECK(buckets.front().mean == Approx(2905.5));
  CHECK(buckets.back().at == begin + 89min);
  CHECK(buckets.back().count == 12);
  for (const auto& bucket : buckets) CHECK(bucket.at != begin + 80min);
  means.clear();
  CHECK(means.buckets(begin + 90min).empty());
}

TEST_CASE("a step that is not over is not told of") {
  StepMeans means(10s, 4);
  const auto begin = std::chrono::ceil<std::chrono::minutes>(support::noon.mono);
  means.take(begin, 7);
  CHECK(means.buckets(begin + 9s).empty());
  CHECK(means.buckets(begin + 10s).size() == 1);
}
