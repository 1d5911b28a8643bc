// A check of shop/web that is looked at, and what was told of it.
#pragma once

#include "monitor/checks/kept_check.hpp"
#include "support/noon.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace monitor_test {

using namespace monitor;

inline Check check_of(const std::string& service = "web") {
  Check check;
  check.name = "ready";
  if (!service.empty()) check.deployment = "shop";
  check.service = service;
  check.fall = 2;
  check.rise = 1;
  check.probe = TcpProbe{"a:1", "", ""};
  return check;
}

inline Running replica(const std::string& id, core::WallTime started = support::noon.wall) {
  Running running;
  running.deployment = "shop";
  running.service = "web";
  running.id = id;
  running.started_at = started;
  return running;
}

struct Kept {
  explicit Kept(Check of = check_of()) : check(std::move(of), support::noon, 7) {}

  core::Instant now = support::noon;
  KeptCheck check;
  std::vector<model::Event> events;
  Target running;

  void note(std::optional<model::Event> event) {
    if (event) events.push_back(std::move(*event));
  }
  void take(Finding finding, int times = 1) {
    for (int i = 0; i < times; ++i) {
      now = now + std::chrono::seconds(10);
      note(check.take(finding, running, now, now + std::chrono::milliseconds(20)));
    }
  }
  void replicas(const Target& target) {
    running = target;
    check.take_replicas(target, now);
  }
  bool is_ill(const Running& of) const { return check.ailment(of.id, of.started_at).has_value(); }
};

}  // namespace monitor_test
