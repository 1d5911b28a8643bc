// What becomes of an engine, and of the host's clock, as a life of the agent sees it.
#include "reconcile/returning.hpp"

#include "fakes/world.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using fakes::World;
using model::IntentState;

struct Watched : World {
  explicit Watched(const std::vector<std::string>& running = {"web"}) : World(running) { watch(); }
};

std::string micros_of(core::MonoTime at) {
  return std::to_string(std::chrono::microseconds(at.time_since_epoch()).count());
}

}  // namespace

TEST_CASE("an engine that went without a word crashed, and what it had begun to end is back") {
  Watched world;
  if (GENERATE(false, true)) {
    world.engine.client_signals("web", 15);  // its shutdown begins so
    world.settle();
  }
  world.engine.go_away();
  world.engine.deaf = true;
  world.engine.crash("web", 255);
  world.engine.deaf = false;
  world.pass_time(3s);
  world.engine.come_back("200:1");
  world.reconnect();
  world.pass_time(10s);
  CHECK(world.events.count("recovery.completed") == 1);
  CHECK(world.has_recovery("engine_crash"));
  CHECK(world.events.count("engine.restarted") == 1);
  CHECK(world.runs("web"));
}

TEST_CASE("what a crashed engine's next start ended is back, though nobody watched either") {
  Watched world({"job", "web"});
  const bool behind_systemds_socket = GENERATE(true, false);
  INFO("behind systemd's socket: " << behind_systemds_socket);
  const auto starts = [&](const std::string& pid) {
    if (behind_systemds_socket)
      world.units.unit = {true, true, "active", pid + ":" + micros_of(world.clock.now().mono)};
    const auto up_for = world.clock.now().wall - world.booted_at;
    world.engine.come_back(
        behind_systemds_socket ? "" : pid + ":" + std::to_string(up_for.count() / 10));
  };
  world.engine.go_away();
  world.settle();
  starts("200");
  world.reconnect();
  world.pass_time(10s);
  world.life->returning->beat_once();
  world.die();
  world.engine.go_away();
  world.clock.advance(2s);
  starts("300");
  world.clock.advance(1s);
  // As its boot does with what survived it.
  world.engine.client_stops("web");
  world.engine.client_stops("job");
  world.next_life();
  world.pass_time(10s);
  CHECK(world.intent_of("web").state == IntentState::running);
  CHECK(world.runs("web"));
  CHECK(world.has_recovery("engine_crash"));
}

TEST_CASE("what was started after an engine's start, and then stopped, is no sign of a crash") {
  Watched world;
  world.die();
  world.engine.go_away();
  world.clock.advance(2s);
  world.units.unit = {true, true, "active", "300:" + micros_of(world.clock.now().mono)};
  world.engine.come_back("");
  world.clock.advance(1s);
  world.scene.of("web").started_at = world.clock.now().wall;
  world.clock.advance(1s);
  world.engine.client_stops("web");
  world.next_life();
  world.pass_time(10s);
  CHECK(world.has_recovery("engine_restart"));
  CHECK_FALSE(world.has_recovery("engine_crash"));
}

TEST_CASE("a clock that was set is told of, once for each time, and a slow drift is not") {
  Watched world;
  world.clock_set_by = -1h;
  world.life->returning->beat_once();
  world.life->returning->beat_once();
  REQUIRE(world.events.count("host.clock_stepped") == 1);
  CHECK(world.events.last("host.clock_stepped") == "the host's clock was set back by 1h");
  for (int beat = 0; beat < 10; ++beat) {
    world.clock_set_by += 10s;
    world.life->returning->beat_once();
  }
  CHECK(world.events.count("host.clock_stepped") == 1);
}

TEST_CASE("a stream that broke under one engine and one agent is no return") {
  Watched world;
  world.engine.break_stream();
  world.reconnect();
  world.pass_time(10s);
  CHECK(world.events.count("recovery.completed") == 0);
  CHECK(world.events.count("engine.restarted") == 0);
}
