// The counting of one service's uptime on a clock of the test's own.
#pragma once

#include "monitor/uptime.hpp"
#include "support/noon.hpp"

#include <string>
#include <vector>

namespace monitor_test {

using namespace monitor;
using namespace std::chrono_literals;

// One service, looked at every five seconds.
struct Counted {
  Uptime uptime;
  core::Instant now = support::noon;
  UptimeLife life{"boot-1", {}, {}};
  core::WallTime ended_at;  // of the newest container that did
  ServiceSight sight{Duty::up, support::noon.wall - 1h};

  void look() { uptime.look(sight, ended_at, now, life); }
  void go(core::Milliseconds time) {
    for (auto passed = 0ms; passed < time; passed += 5s) {
      now = now + 5s;
      look();
    }
  }
  void go(Duty duty, core::Milliseconds time) {
    sight.duty = duty;
    look();
    go(time);
  }
  // Nobody looks: the agent was away.
  void away(core::Milliseconds time) { now = now + time; }
  // Another agent goes on from what was written.
  void live_anew(const std::string& boot = "boot-1") {
    Uptime after(hours(), uptime.last());
    uptime = std::move(after);
    life.alive_before = now.wall;
    life.boot = boot;
  }
  // The host is off for so long, and up again for 40 s; what ran was started anew.
  void be_off(core::Milliseconds time) {
    now.wall += time;
    now.mono = core::MonoTime(40s);
    life.booted_at = now.wall - 40s;
    sight.started_at = now.wall - 20s;
  }
  std::vector<UptimeHour> hours() {
    auto copy = uptime;
    copy.add({});
    return copy.take_changed();
  }
  UpTime month() const {
    const auto sums = uptime.availability(now.wall);
    return sums ? sums->month : UpTime();
  }
};

}  // namespace monitor_test
