#include "monitor/engine_looks.hpp"

#include "core/io/task_group.hpp"
#include "fakes/manual_clock.hpp"
#include "fakes/monitor_ports.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>

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
