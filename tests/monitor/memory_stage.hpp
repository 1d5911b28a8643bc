// A service whose containers fill their memory, by the minute.
#pragma once

#include "fakes/manual_clock.hpp"
#include "monitor/memory_outlook.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace monitor_test {

using namespace monitor;
using namespace std::chrono_literals;

inline constexpr double mib = 1024 * 1024;
struct FillingService {
  struct Replica {
    double memory = 20 * mib, files = 0, a_minute = 0;
    double leaks = 0;  // a minute, evenly
    std::optional<double> limit = 64 * mib;
    core::WallTime started = support::noon.wall;
  };

  fakes::ManualClock clock;
  MemoryOutlook outlook;
  ForecastRule rule;
  std::map<model::ContainerId, Replica> replicas;
  std::set<model::ContainerId> unseen;  // of them
  double available = 0;
  bool by_engine = false;
  std::vector<MemoryNote> notes;

  void go(int minutes) {
    for (int minute = 0; minute < minutes; ++minute) go_a_minute();
  }
  void go_a_minute() {
    for (auto& [id, replica] : replicas) replica.memory += replica.a_minute;
    for (int look = 0; look < 12; ++look) {
      clock.advance(5s);
      for (auto& [id, replica] : replicas) replica.memory += replica.leaks / 12;
      const auto now = seen();
      outlook.take(pointers(now), clock.now().mono);
    }
    const auto now = seen();
    for (auto& note : outlook.look(pointers(now), unseen, available, rule, clock.now()))
      notes.push_back(std::move(note));
  }
  std::vector<ContainerNow> seen() const {
    std::vector<ContainerNow> now;
    for (const auto& [id, replica] : replicas) {
      if (unseen.contains(id)) continue;
      ContainerNow each;
      each.by_engine = by_engine;
      each.container.id = id;
      each.container.name = "shop-web-" + id;
      each.container.started_at = replica.started;
      each.usage.memory_bytes = static_cast<std::uint64_t>(replica.memory + replica.files);
      each.usage.memory_active_file_bytes = static_cast<std::uint64_t>(replica.files);
      if (replica.limit)
        each.sample.memory_limit_bytes = static_cast<std::uint64_t>(*replica.limit);
      now.push_back(each);
    }
    return now;
  }
  static MemoryOutlook::Replicas pointers(const std::vector<ContainerNow>& now) {
    MemoryOutlook::Replicas pointers;
    for (const auto& each : now) pointers.push_back(&each);
    return pointers;
  }
  void start_anew(const model::ContainerId& id) {
    replicas[id].started = clock.now().wall;
    replicas[id].memory = 20 * mib;
  }
};

}  // namespace monitor_test
