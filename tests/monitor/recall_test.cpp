// What an agent before this one told of goes on, is not told again, and ends once.
#include "monitor/recall.hpp"

#include "fakes/manual_clock.hpp"
#include "fakes/monitor_ports.hpp"
#include "monitor/event_codec.hpp"
#include "monitor/looks.hpp"
#include "monitor/vigil.hpp"
#include "support/catch.hpp"

#include <chrono>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

using Texts = std::vector<std::string>;

constexpr double mib = 1024 * 1024;

class NoPolicies final : public SpikePolicies {
 public:
  std::vector<std::string> spikes_of(const model::DeploymentName&,
                                     const model::ServiceName&) const override {
    return {};
  }
};

// One agent after the other over one service, shop/web, with a core and 64 MiB.
struct Lives {
  fakes::ManualClock clock;
  fakes::MonitorEvents events;
  NoPolicies policies;
  Settings settings;
  std::optional<Vigil> vigil;
  std::optional<Recent> recent;
  Board board;
  std::uint64_t cpu_ns = 0;
  double cpu = 5, memory = 20 * mib;
  bool runs = true;
  core::WallTime started = support::noon.wall;
  std::vector<DiskUsage> disks;

  Lives() { begin(); }
  void begin() {
    vigil.emplace(events, policies, clock, settings);
    recent.emplace(RecentShape{}, clock.now().mono);
    board.forget();
  }
  // Of each alert the newest event, as the log answers.
  std::vector<model::Event> open() const {
    std::map<std::string, model::Event> by_key;
    for (const auto& event : events.all)
      if (event.alert) by_key[event.alert->key] = event;
    std::vector<model::Event> open;
    for (const auto& [key, event] : by_key)
      if (event.alert->firing) open.push_back(event);
    return open;
  }
  void restart(core::Milliseconds away = 20s) {
    clock.advance(away);
    begin();
    vigil->recall(recalled_of(open(), clock.now()));
  }
  void look() {
    Looks looks;
    HostUsage host;
    host.cpu = HostCpu{{}, 2};
    looks.host = HostLook{clock.now().mono, host};
    std::vector<Running> all;
    if (runs) {
      all = {running("shop", "web", "a")};
      all.front().started_at = started;
      auto seen = taken("a", clock.now().mono, cpu_ns, static_cast<std::uint64_t>(memory));
      seen.look.usage.memory_limit_bytes = 64 * 1024 * 1024;
      seen.look.usage.cpu_quota_us = seen.look.usage.cpu_period_us = 100'000;
      looks.taken = {seen};
    }
    board.take(all, looks, clock.now());
    recent->take(board, clock.now().mono);
    vigil->look(board, *recent);
  }
  void go(core::Milliseconds time) {
    for (auto passed = 0ms; passed < time; passed += 5s) {
      clock.advance(5s);
      cpu_ns += static_cast<std::uint64_t>(cpu / 100 * 5e9);
      look();
    }
  }
  void look_at_disks(int times) {
    for (int i = 0; i < times; ++i) {
      clock.advance(1min);
      recent->take_disks(disks, clock.now().mono);
      for (const auto& change : vigil->look_at_disks(disks, *recent))
        events.record(disk_event(change, clock.now().wall));
    }
  }
  void leak(int minutes, double a_minute) {
    for (int minute = 0; minute < minutes; ++minute) {
      memory += a_minute;
      go(1min);
    }
  }
};

DiskUsage disk(double percent) {
  DiskUsage disk{"/dev/sda1", "/var", "ext4", 100'000'000'000};
  disk.bytes_free = disk.bytes_available = static_cast<std::uint64_t>(1e9 * (100 - percent));
  return disk;
}

}  // namespace

TEST_CASE("a spike that goes on over a restart is one spike") {
  Lives lives;
  lives.cpu = 97;
  lives.go(15min);
  REQUIRE(lives.events.types() == Texts{"spike.started"});
  lives.restart();
  REQUIRE(lives.vigil->spikes().size() == 1);
  CHECK(lives.vigil->spikes().front().since == support::noon.wall + 10s);
  lives.go(30min);
  CHECK(lives.events.all.size() == 1);
  lives.restart();
  lives.go(1min);
  lives.cpu = 5;
  lives.go(30min);
  REQUIRE(lives.events.types() == Texts{"spike.started", "spike.ended"});
  const auto& ended = lives.events.all.back();
  CHECK(ended.alert == model::Alert{"spike/shop/web/cpu/threshold", false});
  CHECK(ended.message.find("CPU spike is over after 46m") != std::string::npos);
  CHECK(ended.message.find("it is low again") != std::string::npos);
}

TEST_CASE("a spike that ended while no agent ran is ended once, after the time of its rule") {
  Lives lives;
  lives.cpu = 97;
  lives.go(15min);
  lives.cpu = 5;
  lives.restart(3h);
  lives.go(110s);
  CHECK(lives.events.all.size() == 1);
  lives.go(1h);
  REQUIRE(lives.events.types() == Texts{"spike.started", "spike.ended"});
  CHECK(lives.events.all.back().message.find("it was low again when the agent was back") !=
        std::string::npos);
}

TEST_CASE("a spike of a service that is not there any more is over") {
  Lives lives;
  lives.cpu = 97;
  lives.go(15min);
  lives.runs = false;
  lives.restart();
  lives.go(5min);
  REQUIRE(lives.events.types() == Texts{"spike.started", "spike.ended"});
  CHECK(lives.vigil->spikes().empty());
  CHECK(lives.events.all.back().message.find(" of its limit (100 % of a core)): there are no") !=
        std::string::npos);
}

TEST_CASE("what is unusual is measured after a restart by what was usual before, for an hour") {
  Lives lives;
  lives.go(40min);
  lives.cpu = 60;
  lives.go(8min);
  REQUIRE(lives.events.types() == Texts{"spike.started"});
  CHECK(lives.events.all.front().severity == model::Severity::info);
  lives.settings.spikes.adaptive.severity = model::Severity::warning;
  lives.restart();
  lives.go(20min);
  CHECK(lives.events.all.size() == 1);
  lives.cpu = 5;
  lives.go(5min);
  REQUIRE(lives.events.types() == Texts{"spike.started", "spike.ended"});
  // What resolves has the severity of what it resolves.
  CHECK(lives.events.all.back().severity == model::Severity::info);
}

TEST_CASE("a leak is announced once over all restarts of the agent") {
  Lives lives;
  lives.leak(60, 0.3 * mib);
  REQUIRE(lives.events.types() == Texts{"forecast.limit_near"});
  lives.restart();
  lives.leak(29, 0.3 * mib);
  lives.restart();
  lives.leak(40, 0.3 * mib);
  CHECK(lives.events.all.size() == 1);
  lives.go(2h);
  REQUIRE(lives.events.types() == Texts{"forecast.limit_near", "forecast.cleared"});
  CHECK(lives.events.all.back().alert == model::Alert{"forecast/shop/web", false});
}

TEST_CASE("a leak whose container started anew while no agent ran is taken back at once") {
  Lives lives;
  lives.leak(60, 0.3 * mib);
  lives.memory = 20 * mib;
  lives.started = lives.clock.now().wall + 5s;
  lives.restart();
  lives.go(2min);
  REQUIRE(lives.events.types() == Texts{"forecast.limit_near", "forecast.cleared"});
  CHECK(lives.events.all.back().message.find("the service started anew") != std::string::npos);
}

TEST_CASE("a full disk is told of once over all restarts, and once that it is well") {
  Lives lives;
  lives.disks = {disk(92)};
  lives.look_at_disks(1);
  lives.disks = {disk(99)};
  lives.look_at_disks(1);
  REQUIRE(lives.events.types() == Texts{"check.failed", "check.failed"});
  lives.restart();
  lives.look_at_disks(3);
  CHECK(lives.events.all.size() == 2);
  lives.disks = {disk(50)};
  lives.restart();
  lives.look_at_disks(3);
  REQUIRE(lives.events.types() == Texts{"check.failed", "check.failed", "check.recovered"});
  CHECK(lives.events.all.back().severity == model::Severity::critical);
  CHECK(lives.events.all.back().alert == model::Alert{"check/disk:/var", false});
}

TEST_CASE("a disk that is not mounted any more after a restart is told to be gone") {
  Lives lives;
  lives.disks = {disk(92)};
  lives.look_at_disks(1);
  lives.disks.clear();
  lives.restart();
  lives.look_at_disks(5);
  REQUIRE(lives.events.types() == Texts{"check.failed", "check.recovered"});
  CHECK(lives.events.all.back().message.find("the disk at /var (/dev/sda1) is not seen any more") ==
        0);
}

TEST_CASE("a disk that fills up is announced once over all restarts") {
  Lives lives;
  lives.disks = {disk(40)};
  const auto fill = [&](int minutes) {
    for (int minute = 0; minute < minutes; ++minute) {
      lives.disks[0].bytes_free = lives.disks[0].bytes_available -= 250'000'000;
      lives.look_at_disks(1);
    }
  };
  fill(90);
  REQUIRE(lives.events.types() == Texts{"forecast.limit_near"});
  lives.restart();
  fill(60);
  CHECK(lives.events.all.size() == 1);
  lives.restart();
  lives.look_at_disks(60);
  CHECK(lives.events.types() == Texts{"forecast.limit_near", "forecast.cleared"});
}
