// What open alerts say, and to whom.
#include "monitor/recall.hpp"

#include "support/catch.hpp"
#include "support/noon.hpp"

using namespace monitor;

TEST_CASE(
    "alerts of others are passed over, and what cannot be understood is resolved all the same") {
  model::Event event;
  event.at = support::noon.wall;
  std::vector<model::Event> open;
  for (const char* key :
       {"engine", "incident/7", "spike/shop/web/cpu/threshold", "spike/shop/web/gpu/threshold",
        "forecast/disk:/var", "check/disk:/", "check/disks", "check/backup", "check/host:looks"}) {
    event.alert = model::Alert{key, true};
    event.data = "not [";
    open.push_back(event);
  }
  const auto recalled = recalled_of(open, support::noon);
  REQUIRE(recalled.spikes.size() == 1);
  CHECK(recalled.spikes.front().told.since == support::noon.mono);
  REQUIRE(recalled.forecasts.size() == 1);
  CHECK(recalled.forecasts.front().mount_point == "/var");
  REQUIRE(recalled.disks.size() == 1);
  CHECK(recalled.disks.front().now == DiskLevel::warn);
  CHECK(recalled.disks_silent);
  CHECK(recalled.looks_silent);
  REQUIRE(recalled.failures.size() == 1);
  CHECK(recalled.failures.begin()->first == "backup");
}
