#include "monitor/minute_means.hpp"

#include "support/catch.hpp"
#include "support/noon.hpp"

#include <chrono>

using namespace monitor;
using namespace std::chrono_literals;

TEST_CASE("of each minute the mean of its values is kept, for an hour") {
  MinuteMeans means;
  const auto begin = std::chrono::ceil<std::chrono::minutes>(support::noon.mono);
  for (int minute = 0; minute < 90; ++minute)
    for (int look = 0; look < 12; ++look)
      if (minute != 80) means.take(begin + minute * 1min + look * 5s, minute * 100.0 + look);
  const auto buckets = means.buckets();
  REQUIRE(buckets.size() == MinuteMeans::minutes_max - 1);
  CHECK(buckets.front().at == begin + 29min);
  CHECK(buckets.front().mean == Approx(2905.5));
  CHECK(buckets.back().at == begin + 89min);
  CHECK(buckets.back().count == 12);
  for (const auto& bucket : buckets) CHECK(bucket.at != begin + 80min);
  means.clear();
  CHECK(means.buckets().empty());
}
