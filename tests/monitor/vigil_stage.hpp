// One service under watch, and what is told of it.
#pragma once

#include "fakes/manual_clock.hpp"
#include "fakes/monitor_ports.hpp"
#include "monitor/looks.hpp"
#include "monitor/vigil.hpp"

#include <string>
#include <utility>
#include <vector>

namespace monitor_test {

using namespace monitor;
using namespace std::chrono_literals;

inline constexpr double mib = 1024 * 1024;

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
  double limit = 64 * mib, available = 512 * mib;
  bool runs = true, seen = true;
  core::WallTime started = support::noon.wall;

  void take_look() {
    Looks looks;
    HostUsage host;
    host.cpu = HostCpu{{}, 2};
    host.memory.total_bytes = 1024 * 1024 * 1024;
    host.memory.available_bytes = static_cast<std::uint64_t>(available);
    looks.host = HostLook{clock.now().mono, host};
    std::vector<Running> all;
    if (runs) {
      all = {running("shop", "web", "a")};
      all.front().started_at = started;
      auto one = taken("a", clock.now().mono, cpu_ns, static_cast<std::uint64_t>(memory));
      one.look.usage.memory_limit_bytes = static_cast<std::uint64_t>(limit);
      one.look.usage.memory_active_file_bytes = static_cast<std::uint64_t>(page_cache);
      one.look.usage.cpu_quota_us = 100'000;
      one.look.usage.cpu_period_us = 100'000;
      if (seen) looks.taken = {one};
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

}  // namespace monitor_test
