#include "monitor/vigil.hpp"

#include "fakes/manual_clock.hpp"
#include "fakes/monitor_ports.hpp"
#include "monitor/looks.hpp"
#include "support/catch.hpp"

#include <chrono>
#include <cmath>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

constexpr double mib = 1024 * 1024;

class Policies final : public SpikePolicies {
 public:
  std::vector<std::string> spikes_of(const model::DeploymentName&,
                                     const model::ServiceName&) const override {
    return texts;
  }
  std::vector<std::string> texts;
};

// One container of shop/web with a core and 64 MiB, on a host of two cores and 1 GiB.
struct Watched {
  explicit Watched(Settings settings = {}) : vigil(events, policies, clock, std::move(settings)) {}

  fakes::ManualClock clock;
  fakes::MonitorEvents events;
  Policies policies;
  Vigil vigil;
  Board board;
  Recent recent{{}, support::noon.mono};
  std::uint64_t cpu_ns = 0;
  double cpu = 5, memory = 20 * mib, page_cache = 0;
  bool runs = true;
  core::WallTime started = support::noon.wall;

  void take_look() {
    Looks looks;
    HostUsage host;
    host.cpu = HostCpu{{}, 2};
    host.memory.total_bytes = 1024 * 1024 * 1024;
    host.memory.available_bytes = 512 * 1024 * 1024;
    looks.host = HostLook{clock.now().mono, host};
    std::vector<Running> all;
    if (runs) {
      all = {running("shop", "web", "a")};
      all.front().started_at = started;
      auto seen = taken("a", clock.now().mono, cpu_ns, static_cast<std::uint64_t>(memory));
      seen.look.usage.memory_limit_bytes = 64 * 1024 * 1024;
      seen.look.usage.memory_active_file_bytes = static_cast<std::uint64_t>(page_cache);
      seen.look.usage.cpu_quota_us = 100'000;
      seen.look.usage.cpu_period_us = 100'000;
      looks.taken = {seen};
    }
    board.take(all, looks, clock.now());
    recent.take(board, clock.now().mono);
  }
  void look() {
    take_look();
    vigil.look(board, recent);
  }
  void go(core::Milliseconds time) {
    for (auto passed = 0ms; passed < time; passed += 5s) {
      clock.advance(5s);
      cpu_ns += static_cast<std::uint64_t>(cpu / 100 * 5e9);
      look();
    }
  }
};

}  // namespace

TEST_CASE("a CPU that is busy for long is one spike, from its begin to its end") {
  Watched watched;
  watched.go(5min);
  watched.cpu = 97;
  watched.go(9min);
  CHECK(watched.events.all.empty());
  watched.go(10min);
  REQUIRE(watched.events.types() == std::vector<std::string>{"spike.started"});
  const auto& started = watched.events.all.front();
  CHECK(started.severity == model::Severity::warning);
  CHECK(started.deployment == "shop");
  CHECK(started.service == "web");
  CHECK(started.container == "a");
  CHECK(started.alert == model::Alert{"spike/shop/web/cpu/threshold", true});
  CHECK(started.message == "shop/web: CPU at 97 % of its limit (100 % of a core) for 10m");
  REQUIRE(watched.vigil.spikes().size() == 1);
  CHECK(watched.vigil.spikes().front().peak == Approx(97).epsilon(0.01));

  watched.cpu = 5;
  watched.go(10min);
  CHECK(watched.events.types() == std::vector<std::string>{"spike.started", "spike.ended"});
  CHECK(watched.events.all.back().alert == model::Alert{"spike/shop/web/cpu/threshold", false});
  CHECK(watched.vigil.spikes().empty());
}

TEST_CASE("memory near the limit is a spike that names the limit") {
  Watched watched;
  watched.go(1min);
  watched.memory = 62 * mib;
  watched.go(6min);
  REQUIRE(watched.events.types() == std::vector<std::string>{"spike.started"});
  CHECK(watched.events.all.front().message ==
        "shop/web: memory at 97 % of its limit (64 MiB) for 5m");
}

TEST_CASE("what reaches its level for the first time is known before the look that counts it") {
  Watched watched;
  watched.go(1min);
  const auto seen_at = [&](double memory) {
    watched.memory = memory;
    watched.clock.advance(5s);
    watched.take_look();
    const auto suspects = watched.vigil.suspects_to_be(watched.board);
    watched.vigil.look(watched.board, watched.recent);
    return suspects.contains("a");
  };
  CHECK_FALSE(seen_at(60 * mib));
  CHECK(seen_at(63 * mib));
  CHECK_FALSE(seen_at(63 * mib));  // it is one by now
  CHECK(watched.vigil.suspects().contains("a"));
}

TEST_CASE("page cache in use that fills the limit is no spike: it goes where room is needed") {
  Watched watched;
  watched.memory = 63 * mib;
  watched.page_cache = 40 * mib;
  watched.go(15min);
  CHECK(watched.events.all.empty());
  watched.page_cache = 1 * mib;
  watched.go(6min);
  CHECK(watched.events.types() == std::vector<std::string>{"spike.started"});
}

TEST_CASE("what is unusual for a service is told as information, with what is usual") {
  Watched watched;
  watched.go(40min);
  watched.cpu = 60;
  watched.go(8min);
  REQUIRE(watched.events.types() == std::vector<std::string>{"spike.started"});
  CHECK(watched.events.all.front().severity == model::Severity::info);
  CHECK(watched.events.all.front().message ==
        "shop/web: unusual CPU, 60 % of a core for 5m; usually it is 5 % of a core");
}

TEST_CASE("a leak is told of once before the limit, and taken back when the service starts anew") {
  Watched watched;
  for (int minute = 0; minute < 60; ++minute) {
    watched.memory += 0.3 * mib;
    watched.go(1min);
  }
  REQUIRE(watched.events.types() == std::vector<std::string>{"forecast.limit_near"});
  CHECK(watched.events.all.front().message.find("shop/web: memory grows by 18 MiB an hour and is "
                                                "expected to be at its limit (64 MiB) in ") == 0);
  watched.memory = 20 * mib;
  watched.started = watched.clock.now().wall;
  watched.go(2min);
  REQUIRE(watched.events.types() ==
          std::vector<std::string>{"forecast.limit_near", "forecast.cleared"});
  CHECK(watched.events.all.back().alert == model::Alert{"forecast/shop/web", false});
}

TEST_CASE("a spike of a service that is stopped ends with it") {
  Watched watched;
  watched.cpu = 97;
  watched.go(15min);
  REQUIRE(watched.events.types() == std::vector<std::string>{"spike.started"});
  watched.runs = false;
  watched.go(5min);
  CHECK(watched.events.types() == std::vector<std::string>{"spike.started", "spike.ended"});
  CHECK(watched.events.all.back().message.find(
            " (peak 97 % of its limit (100 % of a core)): there are no values any more") !=
        std::string::npos);
  CHECK(watched.events.all.back().container == "a");
}

TEST_CASE("a service's own word goes before the configuration's, and a wrong one is told of once") {
  Watched watched;
  watched.policies.texts = {R"({"cpu": "off"})"};
  watched.cpu = 97;
  watched.go(15min);
  CHECK(watched.events.all.empty());
  watched.policies.texts = {R"({"cpu": {"above": "much"}})"};
  watched.go(15min);
  REQUIRE(watched.events.types() == std::vector<std::string>{"config.refused", "spike.started"});
  CHECK(watched.events.all.front().message.find("shop/web: spikes.cpu.above: expected") == 0);
}

TEST_CASE("a disk that fills up is told of before it is full") {
  Watched watched;
  DiskUsage disk{"/dev/sda1", "/var", "ext4", 100'000'000'000, 60'000'000'000, 60'000'000'000};
  for (int minute = 0; minute < 90; ++minute) {
    disk.bytes_free -= 250'000'000;
    disk.bytes_available = disk.bytes_free;
    watched.clock.advance(1min);
    watched.recent.take_disks({disk}, watched.clock.now().mono);
    CHECK(watched.vigil.look_at_disks({disk}, watched.recent).empty());
  }
  REQUIRE(watched.events.types() == std::vector<std::string>{"forecast.limit_near"});
  CHECK(watched.events.all.front().alert == model::Alert{"forecast/disk:/var", true});
  CHECK(watched.vigil.look_at_disks({}, watched.recent).empty());
  CHECK(watched.events.types().back() == "forecast.cleared");
}
