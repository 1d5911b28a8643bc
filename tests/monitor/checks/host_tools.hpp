// What host probes work with, as a test moves it: real threads and files, a clock that stands
// still, units, jobs and logs that answer as told.
#pragma once

#include "core/io/blocking.hpp"
#include "fakes/manual_clock.hpp"
#include "monitor/checks/probe.hpp"
#include "support/run_coroutine.hpp"
#include "support/temp_dir.hpp"

#include <chrono>
#include <deque>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace monitor_test {

class SilentEngine final : public monitor::EngineAnswers {
 public:
  monitor::awaitable<core::Status> answers(core::Milliseconds) override {
    co_return core::Error{core::Errc::unavailable, "not asked for here"};
  }
};

class ToldLogs final : public monitor::ContainerLogs {
 public:
  monitor::awaitable<core::Result<std::vector<Line>>> lines(model::ContainerId id,
                                                            core::WallTime after,
                                                            std::size_t) override {
    asked.emplace_back(id, after);
    if (problem) co_return *problem;
    std::vector<Line> found;
    for (const auto& line : all[id])
      if (line.at >= after) found.push_back(line);
    co_return found;
  }

  std::map<model::ContainerId, std::vector<Line>> all;
  std::vector<std::pair<model::ContainerId, core::WallTime>> asked;
  std::optional<core::Error> problem;
};

class ToldUnits final : public monitor::SystemdUnits {
 public:
  monitor::awaitable<core::Result<monitor::HostService>> unit(std::string,
                                                              core::Milliseconds) override {
    co_return answer;
  }
  monitor::awaitable<core::Result<JournalPiece>> journal(std::string, std::string cursor,
                                                         std::size_t, core::Milliseconds) override {
    asked.push_back(std::move(cursor));
    auto piece = std::move(pieces.front());
    pieces.pop_front();
    co_return piece;
  }

  core::Result<monitor::HostService> answer = monitor::HostService{};
  std::deque<core::Result<JournalPiece>> pieces;
  std::vector<std::string> asked;  // cursors
};

class ToldJobs final : public monitor::LaunchdJobs {
 public:
  monitor::awaitable<core::Result<monitor::HostService>> job(std::string,
                                                             core::Milliseconds) override {
    co_return answer;
  }

  core::Result<monitor::HostService> answer = monitor::HostService{};
};

struct HostTools {
  monitor::ProbeTools tools() { return {pool, pool, pool, engine, logs, units, jobs, clock}; }

  monitor::Finding run(monitor::Probe& probe, monitor::Target target = {},
                       core::Milliseconds limit = std::chrono::seconds(30)) {
    return support::run(io, probe.run(std::move(target), limit));
  }
  std::string at(const std::string& name) const { return (dir.path() / name).string(); }
  void append(const std::string& name, const std::string& text) const {
    std::ofstream(dir.path() / name, std::ios::app) << text;
  }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(dir.path() / name, std::ios::trunc) << text;
  }

  support::TempDir dir;
  boost::asio::io_context io{1};
  core::BlockingPool pool{"test", 2};
  fakes::ManualClock clock;
  SilentEngine engine;
  ToldLogs logs;
  ToldUnits units;
  ToldJobs jobs;
};

inline monitor::Running a_container(const std::string& id, core::WallTime started_at) {
  monitor::Running running;
  running.deployment = "shop";
  running.service = "web";
  running.id = id;
  running.name = "shop-" + id;
  running.started_at = started_at;
  return running;
}

}  // namespace monitor_test
