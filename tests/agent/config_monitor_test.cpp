#include "agent/config_folder.hpp"

#include "support/catch.hpp"

#include <fstream>
#include <iterator>

using namespace std::chrono_literals;
using agent_test::Folder;

TEST_CASE("every key of the monitor is read") {
  std::ifstream file(EVENKEEL_TEST_DATA "/agent/every_key.yaml");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const Folder folder;
  const auto monitor = folder.load(text).monitor;
  CHECK(monitor.interval == 1s);
  CHECK(monitor.spikes.cpu == monitor::ThresholdRule{false, 80, 50, 2min, monitor::LimitOf::host});
  CHECK(monitor.spikes.memory == monitor::ThresholdRule{true, 99, 98, 0s, monitor::LimitOf::limit});
  CHECK(monitor.spikes.adaptive ==
        monitor::AdaptiveRule{false, 4, 10min, model::Severity::warning});
  CHECK(monitor.spikes.forecast == monitor::ForecastRule{false, 2h});
  CHECK(monitor.disks == monitor::DiskSettings{70, 80, std::uint64_t{10} << 30, 50, {"vfat"}});
  CHECK(monitor.raw == 2h);
  CHECK(monitor.minutes == 24h * 7);
}
