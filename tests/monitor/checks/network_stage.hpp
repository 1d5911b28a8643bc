// What a probe of the network needs around it, and a way to run it from a test.
#pragma once

#include "core/io/blocking.hpp"
#include "fakes/manual_clock.hpp"
#include "monitor/checks/probe.hpp"
#include "support/catch.hpp"
#include "support/loopback_server.hpp"
#include "support/run_coroutine.hpp"

#include <string>
#include <utility>

namespace network_stage {

using support::LoopbackPeer;
using support::LoopbackServer;

class ScriptedAnswers final : public monitor::EngineAnswers {
 public:
  monitor::awaitable<core::Status> answers(core::Milliseconds limit) override {
    asked_for = limit;
    clock.advance(core::Milliseconds{12});
    co_return status;
  }

  explicit ScriptedAnswers(fakes::ManualClock& with) : clock(with) {}
  fakes::ManualClock& clock;
  core::Status status;
  core::Milliseconds asked_for{0};
};

class NoLogs final : public monitor::ContainerLogs {
 public:
  monitor::awaitable<core::Result<std::vector<Line>>> lines(model::ContainerId, core::WallTime,
                                                            std::size_t) override {
    co_return core::not_found("none here");
  }
};

class NoUnits final : public monitor::SystemdUnits {
 public:
  monitor::awaitable<core::Result<monitor::HostService>> unit(std::string,
                                                              core::Milliseconds) override {
    co_return core::not_found("none here");
  }
  monitor::awaitable<core::Result<JournalPiece>> journal(std::string, std::string, std::size_t,
                                                         core::Milliseconds) override {
    co_return core::not_found("none here");
  }
};

class NoJobs final : public monitor::LaunchdJobs {
 public:
  monitor::awaitable<core::Result<monitor::HostService>> job(std::string,
                                                             core::Milliseconds) override {
    co_return core::not_found("none here");
  }
};

struct NetworkStage {
  boost::asio::io_context io{1};
  core::BlockingPool network{"network", 2}, programs{"programs", 1}, files{"files", 1};
  fakes::ManualClock clock;
  ScriptedAnswers engine{clock};
  NoLogs logs;
  NoUnits units;
  NoJobs jobs;

  monitor::ProbeTools tools() {
    return {network, programs, files, engine, logs, units, jobs, clock};
  }
  monitor::Finding run(monitor::Probe& probe, core::Milliseconds limit,
                       monitor::Target target = {}) {
    return support::run(io, probe.run(std::move(target), limit));
  }
};

inline monitor::Running container(const std::string& name, const std::string& address) {
  monitor::Running running;
  running.deployment = "shop";
  running.service = "web";
  running.id = "id-of-" + name;
  running.name = name;
  running.address = address;
  return running;
}

// A port at which nobody listens.
inline int unused_port() {
  return LoopbackServer([](LoopbackPeer&) {}).port();
}

// Without the time it took, which no test can know: "answered 200 after N ms".
inline std::string timeless(std::string text) {
  const auto after = text.find("after ");
  if (after == std::string::npos) return text;
  const auto begin = after + 6;
  const auto end = text.find_first_not_of("0123456789", begin);
  if (end != begin) text.replace(begin, end - begin, "N");
  return text;
}

inline std::string verdict_and_text(const monitor::Finding& finding) {
  return std::string(monitor::name_of(finding.verdict)) + ": " + timeless(finding.text);
}

}  // namespace network_stage
