// What the watcher and the loop do while the host, or the engine's unit, goes down.
#include "reconcile/watcher.hpp"

#include "fakes/world.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using model::IntentState;

struct Watched : fakes::World {
  Watched() { watch(); }
};

}  // namespace

TEST_CASE("a stop while the host goes down is no intent, and nothing is started into it") {
  Watched world;
  world.units.going_down = true;
  world.engine.client_stops("web");
  world.settle();
  world.pass_time(300ms);
  world.pass_time(1s);
  world.pass_time(10s);
  CHECK(world.intent_of("web").state == IntentState::running);
  CHECK(world.lines("perform").empty());
}

TEST_CASE(
    "a stop that the engine has noted right before the host goes down is kept, and so it stays") {
  Watched world;
  world.engine.manual_flags[support::id_of("web")] = true;
  world.engine.client_stops("web");
  world.settle();
  world.units.going_down = true;
  world.pass_time(300ms);
  world.life->returning->beat_once();
  world.die();
  world.engine.go_away();
  world.engine.manual_flags.clear();  // what the engine starts at its boot loses it
  world.units.going_down = false;
  world.engine.come_back("200:1");
  world.scene.of("web").restart_policy.written = model::RestartMode::always;
  world.scene.of("web").state = model::ContainerState::running;
  world.begin();
  world.settle();
  world.pass_time(10s);
  CHECK(world.intent_of("web").state == IntentState::stopped);
  CHECK_FALSE(world.runs("web"));
}

TEST_CASE("what the engine has noted of an open stop is read once more before the agent ends") {
  Watched world;
  world.engine.client_stops("web");
  world.settle();
  REQUIRE(world.store.durable.pending_stops.size() == 1);
  CHECK_FALSE(world.store.durable.pending_stops.begin()->second.marked);
  world.engine.manual_flags[support::id_of("web")] = true;
  world.life->watcher->stop();
  world.life->tasks->spawn("marks", world.life->watcher->read_marks());
  world.settle();
  CHECK(world.store.durable.pending_stops.begin()->second.marked);
}

TEST_CASE("an engine that systemd ends is not looked at, which would wake it through its socket") {
  Watched world;
  world.units.unit = {true, true, "deactivating", ""};
  const int looks = world.engine.looks;
  world.engine.client_stops("web");
  world.settle();
  world.pass_time(300ms);
  world.pass_time(5s);
  CHECK(world.engine.looks == looks);
  CHECK(world.track().problem == "docker.service is deactivating");
  world.units.unit.active_state = "active";
  world.pass_time(3s);
  CHECK(world.engine.looks > looks);
}
