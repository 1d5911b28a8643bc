#include "agent/config_folder.hpp"

#include "support/catch.hpp"

#include <fstream>
#include <iterator>

using namespace std::chrono_literals;
using agent_test::Folder;

TEST_CASE("a level may be a fraction, and alone takes the level of its end along") {
  const Folder folder;
  const auto spikes =
      folder.load("monitor: {spikes: {cpu: {above: 60.5}, memory: {above: 99.5}}}").monitor.spikes;
  CHECK(spikes.cpu.above == 60.5);
  CHECK(spikes.cpu.clear == 45.5);
  CHECK(spikes.memory.above == 99.5);
  CHECK(spikes.memory.clear == 85);
  CHECK(folder.load("monitor: {spikes: {cpu: {above: 20}}}").monitor.spikes.cpu.clear == 10);
}

TEST_CASE("each rule of spikes is switched by one word, as a service may write it") {
  const Folder folder;
  const auto spikes =
      folder.load("monitor: {spikes: {cpu: on, memory: off, adaptive: false}, forecast: \"off\"}")
          .monitor.spikes;
  CHECK(spikes.cpu.enabled);
  CHECK_FALSE(spikes.memory.enabled);
  CHECK(spikes.memory.above == 95);
  CHECK_FALSE(spikes.adaptive.enabled);
  CHECK_FALSE(spikes.forecast.enabled);
}

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

TEST_CASE("the checks of the host are read, by name") {
  std::ifstream file(EVENKEEL_TEST_DATA "/agent/every_key.yaml");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const Folder folder;
  const auto checks = folder.load(text).monitor.checks;
  REQUIRE(checks.size() == 2);
  monitor::HttpProbe alive;
  alive.url = "http://127.0.0.1/box-7";
  alive.headers = {{"X-Key", "${BOX}"}};
  CHECK(checks[0].name == "alive");
  CHECK(checks[0].probe == monitor::ProbeSettings(alive));
  monitor::Check backup;
  backup.name = "backup";
  backup.criticality = model::Criticality::critical;
  backup.interval = 10min;
  backup.timeout = 2s;
  backup.fall = 1;
  backup.rise = 4;
  monitor::FileProbe fresh;
  fresh.path = "/srv/backup";
  fresh.fresh = 25h;
  backup.probe = fresh;
  CHECK(checks[1] == backup);
}

TEST_CASE("every mistake in the checks of the host is told at once, in the order of the file") {
  const Folder folder;
  CHECK(folder.mistakes_of(R"(monitor:
  checks:
    one:
      type: http
      url: ftp://x
      matches: "("
    two:
      type: disk
      path: data
    three: on
    four: off
    five:
)") == "evenkeel.yaml:5: monitor.checks.one.url: expected http://HOST/... or https://HOST/..., "
       "found another text\n"
       "evenkeel.yaml:6: monitor.checks.one.matches: expected a pattern of RE2, found missing ): "
       "(\n"
       "evenkeel.yaml:8: monitor.checks.two.type: expected at least one of used, free, inodes "
       "beside it, found none\n"
       "evenkeel.yaml:9: monitor.checks.two.path: expected an absolute path, found 'data'\n"
       "evenkeel.yaml:10: monitor.checks.three: expected a map of keys or `off`, found 'on'");
}
