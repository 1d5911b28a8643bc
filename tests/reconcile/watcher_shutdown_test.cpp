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
