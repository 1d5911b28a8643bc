// Another client's call in the middle of a restart of ours.
#include "fakes/world.hpp"
#include "reconcile/watcher.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using model::IntentState;

struct Watched : fakes::World {
  Watched() { watch(); }
  void begin_restart_beside(const std::string& other) {
    engine.beside = other;
    turnstile.hold("restart");
    (void)spawn(life->supervisor->act({name, {"web"}, reconcile::Verb::restart, {"anna", ""}}));
    clock.advance(2s);
    turnstile.let_go("restart");
    settle();
    engine.beside.clear();
  }
  void restart_beside(const std::string& other) {
    begin_restart_beside(other);
    for (const auto by : {300ms, 1'300ms, 10'000ms, 1'000ms}) pass_time(by);
  }
};

}  // namespace

TEST_CASE("a stop in the middle of our restart is the owner's newest word") {
  Watched world;
  world.restart_beside("stop");
  CHECK(world.intent_of("web").state == IntentState::stopped);
  CHECK(world.intent_of("web").proof == model::StopProof::confirmed);
  CHECK_FALSE(world.runs("web"));
  CHECK(world.store.durable.pending_stops.empty());
}

TEST_CASE("a start that is asked for after such a stop holds") {
  Watched world;
  world.begin_restart_beside("stop");
  world.pass_time(300ms);
  world.pass_time(1'300ms);
  REQUIRE(world.intent_of("web").state == IntentState::stopped);
  world.verb(reconcile::Verb::start, "web");
  world.pass_time(30s);
  CHECK(world.intent_of("web").state == IntentState::running);
  CHECK(world.runs("web"));
}

TEST_CASE("a restart in the middle of ours stops nothing") {
  Watched world;
  world.restart_beside("restart");
  CHECK(world.intent_of("web").state == IntentState::running);
  CHECK(world.runs("web"));
  CHECK(world.store.durable.pending_stops.empty());
}
