#include "monitor/engine_looks.hpp"

#include "core/io/task_group.hpp"
#include "fakes/manual_clock.hpp"
#include "fakes/monitor_ports.hpp"
#include "monitor/board.hpp"
#include "monitor/looks.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <functional>
#include <optional>

using namespace monitor;
using namespace std::chrono_literals;

namespace {

struct Away {
  boost::asio::io_context io;
  fakes::ManualClock clock;
  fakes::AnsweringEngine engine;
  EngineLooks looks{engine, clock, io.get_executor()};

  Looks look(const std::vector<model::ContainerId>& missed) {
    Looks out;
    for (const auto& id : missed) out.missed.push_back({id, core::not_found("no such process")});
    looks.complete(out);
    return out;
  }
  void ask() { support::run(io, looks.ask_all()); }
};

// Each answer takes its time, one after the other.
class SlowEngine final : public EngineStats {
 public:
  SlowEngine(fakes::ManualClock& clock, core::Milliseconds takes) : clock_(clock), takes_(takes) {}
  awaitable<core::Result<Usage>> usage(model::ContainerId) override {
    clock_.advance(takes_);
    after_each();
    if (problem) co_return core::Error{*problem, "no answer"};
    Usage usage;
    usage.cpu_ns = static_cast<std::uint64_t>((clock_.now().mono - core::MonoTime{}).count()) *
                   500'000;  // half a core
    co_return usage;
  }

  std::function<void()> after_each = [] {};
  std::optional<core::Errc> problem;

 private:
  fakes::ManualClock& clock_;
  core::Milliseconds takes_;
};

Usage usage_of(std::uint64_t cpu_ns) {
  Usage usage;
  usage.cpu_ns = cpu_ns;
  return usage;
}

}  // namespace

TEST_CASE("the engine is asked about a container whose files were missed for some looks") {
  Away away;
  away.engine.usages["a"] = usage_of(100);
  away.look({"a"});
  away.ask();
  CHECK(away.engine.asked.empty());
  away.look({"a"});
  away.look({"a"});
  away.ask();
  CHECK(away.engine.asked == std::vector<model::ContainerId>{"a"});
  const auto looks = away.look({"a"});
  CHECK(looks.missed.empty());
  REQUIRE(looks.taken.size() == 1);
  CHECK(looks.taken.front().look.usage.cpu_ns == 100);
  CHECK(looks.taken.front().anew);
  CHECK_FALSE(away.look({"a"}).taken.front().anew);
}

TEST_CASE("a counter of the engine that went back began anew") {
  Away away;
  away.engine.usages["a"] = usage_of(100);
  for (int i = 0; i < misses_before_engine; ++i) away.look({"a"});
  away.ask();
  away.look({"a"});
  away.engine.usages["a"] = usage_of(7);
  away.ask();
  CHECK(away.look({"a"}).taken.front().anew);
}

TEST_CASE("an old answer of the engine says nothing about now") {
  Away away;
  away.engine.usages["a"] = usage_of(100);
  for (int i = 0; i < misses_before_engine; ++i) away.look({"a"});
  away.ask();
  away.clock.advance(engine_look_age_max + 1s);
  const auto looks = away.look({"a"});
  CHECK(looks.taken.empty());
  CHECK(looks.missed.size() == 1);
}

TEST_CASE("a container whose files are seen again is not asked about any more") {
  Away away;
  away.engine.usages["a"] = usage_of(100);
  for (int i = 0; i < misses_before_engine; ++i) away.look({"a"});
  away.look({});
  away.ask();
  CHECK(away.engine.asked.empty());
}

TEST_CASE("answers of an engine that needs long for all of them last until the next ones") {
  boost::asio::io_context io;
  fakes::ManualClock clock;
  SlowEngine engine(clock, 500ms);
  EngineLooks looks(engine, clock, io.get_executor());
  std::vector<Running> all;
  for (int i = 0; i < 200; ++i) all.push_back(running("shop", "web", std::to_string(i)));
  Board board;
  std::size_t fewest = all.size();
  int answers = 0;
  const auto look = [&] {
    Looks seen;
    for (const auto& each : all) seen.missed.push_back({each.id, core::not_found("no process")});
    looks.complete(seen);
    fewest = std::min(fewest, seen.taken.size());
    board.take(all, seen, clock.now());
  };
  for (int i = 0; i < misses_before_engine; ++i) look();
  support::run(io, looks.ask_all());
  // From here on, every five seconds, also while the engine is asked again.
  fewest = all.size();
  engine.after_each = [&] {
    if (++answers % 10 == 0) look();
  };
  for (int round = 0; round < 2; ++round) {
    look();
    clock.advance(engine_look_interval);
    support::run(io, looks.ask_all());
  }
  look();
  CHECK(fewest == all.size());
  CHECK(board.service("shop", "web")->sample.cpu_percent == Approx(200 * 50.0).epsilon(0.01));
  clock.advance(look_gap_max + 1s);
  look();
  CHECK(fewest == 0);
}

TEST_CASE("a question that the engine did not answer takes no rate from the next ones") {
  boost::asio::io_context io;
  fakes::ManualClock clock;
  SlowEngine engine(clock, 1s);
  EngineLooks looks(engine, clock, io.get_executor());
  const std::vector<Running> all = {running("shop", "web", "a")};
  Board board;
  const auto rate = [&]() -> std::optional<double> {
    Looks seen;
    seen.missed.push_back({"a", core::not_found("no process")});
    looks.complete(seen);
    board.take(all, seen, clock.now());
    const auto now = board.service("shop", "web");
    return now ? now->sample.cpu_percent : std::nullopt;
  };
  for (int i = 0; i < misses_before_engine; ++i) rate();
  const auto ask = [&](std::optional<core::Errc> problem) {
    engine.problem = problem;
    support::run(io, looks.ask_all());
    return rate();
  };
  CHECK_FALSE(ask({}));
  CHECK(ask({}) == Approx(50.0));
  CHECK_FALSE(ask(core::Errc::timeout));
  CHECK(ask({}) == Approx(50.0));
  // But what did not run may have been started anew.
  CHECK_FALSE(ask(core::Errc::not_found));
  CHECK_FALSE(ask({}));
}
