// The ports of monitor, as values.
#pragma once

#include "monitor/ports.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace fakes {

class KeptMinutes final : public monitor::History {
 public:
  void append(std::vector<monitor::SeriesMinute> minutes) override {
    for (auto& each : minutes)
      all[{each.subject, each.metric}].insert_or_assign(each.minute.at, each.minute);
  }
  monitor::awaitable<core::Result<std::vector<monitor::Minute>>> read(std::string subject,
                                                                      std::string metric,
                                                                      core::WallTime from,
                                                                      core::WallTime to) override {
    ++reads;
    if (!problem.empty()) co_return core::Error{core::Errc::unavailable, problem};
    std::vector<monitor::Minute> found;
    for (const auto& [at, minute] : all[{subject, metric}])
      if (at >= from && at < to) found.push_back(minute);
    co_return found;
  }

  std::map<std::pair<std::string, std::string>, std::map<core::WallTime, monitor::Minute>> all;
  std::string problem;
  int reads = 0;
};

class MonitorEvents final : public monitor::EventSink {
 public:
  void record(model::Event event) override { all.push_back(std::move(event)); }
  std::vector<std::string> types() const {
    std::vector<std::string> out;
    for (const auto& event : all) out.push_back(event.type);
    return out;
  }

  std::vector<model::Event> all;
};

// Answers with what the test put there, and counts.
class AnsweringEngine final : public monitor::EngineStats {
 public:
  monitor::awaitable<core::Result<monitor::Usage>> usage(model::ContainerId id) override {
    asked.push_back(id);
    const auto found = usages.find(id);
    if (found == usages.end()) co_return core::not_found("no such container: " + id);
    co_return found->second;
  }

  std::map<model::ContainerId, monitor::Usage> usages;
  std::vector<model::ContainerId> asked;
};

}  // namespace fakes
