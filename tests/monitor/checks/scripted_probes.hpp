// Probes that do what the test says, and a runner of them on a clock of the test's own.
#pragma once

#include "core/io/task_group.hpp"
#include "fakes/manual_clock.hpp"
#include "fakes/monitor_ports.hpp"
#include "monitor/checks/runner.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace monitor_test {

using namespace monitor;

// A check of each replica of shop/web, every 10 s, and what its probes are made with.
inline const std::string ready_check =
    R"({"ready": {"type": "tcp", "address": "{container}:80", "interval": "10s"}})";
inline const std::string replica_address = "{container}:80";

// What the probes of one address do.
struct Script {
  explicit Script(boost::asio::any_io_executor executor) : gate(std::move(executor)) {}

  Finding answer = passed("fine");
  std::string throws;
  bool held = false;  // comes back when the test lets it go
  bool deaf = false;  // and does not hear that it is asked to end
  core::Wakeup gate;
  int runs = 0, under_way = 0;
  std::vector<Target> targets;

  void let_go() {
    held = false;
    gate.notify();
  }
};

struct Scripts {
  boost::asio::any_io_executor executor;
  std::map<std::string, std::unique_ptr<Script>> by_address = {};
  int under_way = 0, most_at_once = 0, made = 0;

  Script& operator[](const std::string& address) {
    auto& script = by_address[address];
    if (!script) script = std::make_unique<Script>(executor);
    return *script;
  }
};

class ScriptedProbe final : public Probe {
 public:
  ScriptedProbe(Scripts& all, Script& script) : all_(all), script_(script) {}

  awaitable<Finding> run(Target target, core::Milliseconds) override {
    const UnderWay here(*this);
    ++script_.runs;
    script_.targets.push_back(std::move(target));
    if (script_.deaf) {
      co_await boost::asio::this_coro::reset_cancellation_state(
          boost::asio::disable_cancellation());
      co_await boost::asio::this_coro::throw_if_cancelled(false);
    }
    while (script_.held) co_await script_.gate.wait();
    if (!script_.throws.empty()) throw std::runtime_error(script_.throws);
    co_return script_.answer;
  }

 private:
  struct UnderWay {
    explicit UnderWay(ScriptedProbe& of) : probe(of) {
      ++probe.script_.under_way;
      probe.all_.most_at_once = std::max(probe.all_.most_at_once, ++probe.all_.under_way);
    }
    ~UnderWay() {
      --probe.script_.under_way;
      --probe.all_.under_way;
    }
    UnderWay(const UnderWay&) = delete;
    UnderWay& operator=(const UnderWay&) = delete;
    ScriptedProbe& probe;
  };

  Scripts& all_;
  Script& script_;
};

class NowRunning final : public Containers {
 public:
  std::vector<Running> running() const override { return all; }
  std::vector<Running> all;

  void add(const std::string& service, const std::string& id, core::WallTime started) {
    Running each;
    each.deployment = "shop";
    each.service = service;
    each.id = id;
    each.started_at = started;
    all.push_back(each);
  }
};

class SaidPolicies final : public CheckPolicies {
 public:
  std::vector<ServicePolicy> check_policies() const override { return all; }
  std::vector<ServicePolicy> all;
};

inline boost::asio::awaitable<void> joined(core::TaskGroup& tasks) {
  CHECK(co_await tasks.join(std::chrono::seconds(5)));
}

// Checks of the address with their own name, due every 10 s.
struct World {
  ~World() {
    for (auto& [address, script] : scripts.by_address) script->let_go();
    tasks.cancel();
    support::run(io, joined(tasks));
  }

  boost::asio::io_context io;
  fakes::ManualClock clock;
  fakes::MonitorEvents events;
  NowRunning containers;
  SaidPolicies policies;
  Scripts scripts{io.get_executor()};
  core::TaskGroup tasks{io.get_executor(), [](const std::string& name, std::exception_ptr) {
                          FAIL("task failed: " << name);
                        }};
  CheckRunner runner{{containers, policies, events, clock, tasks},
                     io.get_executor(),
                     [this](const ProbeSettings& settings) {
                       ++scripts.made;
                       const auto* tcp = std::get_if<TcpProbe>(&settings);
                       auto& script = scripts[tcp != nullptr ? tcp->address : "no network"];
                       return std::make_unique<ScriptedProbe>(scripts, script);
                     },
                     42};

  static Check check(const std::string& name) {
    Check check;
    check.name = name;
    check.interval = std::chrono::seconds(10);
    check.probe = TcpProbe{name, "", ""};
    return check;
  }
  void host(const std::vector<std::string>& names) {
    std::vector<Check> checks;
    for (const auto& name : names) checks.push_back(check(name));
    runner.configure(std::move(checks));
  }
  // The policy of shop/web.
  void web(const std::string& json) {
    ServicePolicy policy;
    policy.deployment = "shop";
    policy.service = "web";
    policy.checks = {json};
    policies.all = {policy};
    runner.look_again();
  }
  void poll() {
    io.restart();
    io.poll();
  }
  void step() {
    runner.step();
    poll();
  }
  void go(core::Milliseconds time) {
    for (core::Milliseconds passed(0); passed < time; passed += std::chrono::seconds(1)) {
      clock.advance(std::chrono::seconds(1));
      step();
    }
  }
  void go_until_under_way(const std::string& address) {
    for (int i = 0; i < 60 && scripts[address].under_way == 0; ++i) go(std::chrono::seconds(1));
    REQUIRE(scripts[address].under_way == 1);
  }
  CheckView view(const std::string& id) const {
    for (auto& view : runner.checks())
      if (view.id == id) return view;
    FAIL("no check " << id);
    return {};
  }
};

// What run_check answers, once it does.
struct Asked {
  std::optional<core::Result<CheckView>> answer;
};

inline awaitable<void> ask(CheckRunner& runner, std::string id, Asked& asked) {
  auto answer = co_await runner.run_check(std::move(id));
  asked.answer.emplace(std::move(answer));
}

inline void ask(World& world, const std::string& id, Asked& asked) {
  world.tasks.spawn("ask", ask(world.runner, id, asked));
  world.poll();
}

}  // namespace monitor_test
