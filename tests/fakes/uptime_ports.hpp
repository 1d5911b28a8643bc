// What the counting of uptimes asks of others, as values.
#pragma once

#include "monitor/ports.hpp"
#include "monitor/uptime_watch.hpp"

#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace fakes {

class StatedServices final : public monitor::ServiceStates, public monitor::ServiceEnds {
 public:
  void each_service(const Each& each) const override {
    for (const auto& [name, sight] : all) each(name.first, name.second, sight);
  }

  core::WallTime ended_at(const model::DeploymentName&, const model::ServiceName&) const override {
    ++asked;
    return ended;
  }

  std::map<std::pair<std::string, std::string>, monitor::ServiceSight> all;
  core::WallTime ended;
  mutable int asked = 0;
};

class CountedRestarts final : public monitor::Restarts {
 public:
  int restarts_since(const model::DeploymentName&, const model::ServiceName&,
                     core::WallTime from) const override {
    asked_from = from;
    return count;
  }

  int count = 0;
  mutable core::WallTime asked_from;
};

// Keeps what it is given, as the store does.
class KeptUptimes final : public monitor::UptimeLog {
 public:
  void append_uptimes(std::vector<monitor::ServiceUptime> uptimes) override {
    ++appends;
    for (auto& each : uptimes) {
      auto& known = all[{each.deployment, each.service}];
      for (const auto& hour : each.hours) known.first.insert_or_assign(hour.hour, hour);
      if (each.last) known.second = each.last;
    }
  }
  monitor::awaitable<core::Result<std::vector<monitor::ServiceUptime>>> read_uptimes() override {
    if (!problem.empty()) co_return core::Error{core::Errc::unavailable, problem};
    std::vector<monitor::ServiceUptime> found;
    for (const auto& [name, known] : all) {
      monitor::ServiceUptime one{name.first, name.second, {}, known.second};
      for (const auto& [number, hour] : known.first) one.hours.push_back(hour);
      found.push_back(std::move(one));
    }
    co_return found;
  }

  using Known =
      std::pair<std::map<std::int32_t, monitor::UptimeHour>, std::optional<monitor::LastSight>>;
  std::map<std::pair<std::string, std::string>, Known> all;
  std::string problem;
  int appends = 0;
};

}  // namespace fakes
