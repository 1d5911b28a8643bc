// Stops that were open when the life before ended.
#include "reconcile/returning.hpp"

#include "fakes/world.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using model::IntentState;
using support::id_of;

struct Watched : fakes::World {
  Watched() { watch(); }
};

}  // namespace

TEST_CASE("a stop with one answer goes on being judged in the next life") {
  Watched world;
  world.engine.client_stops("web");
  world.settle();
  world.pass_time(300ms);
  REQUIRE(world.store.durable.pending_stops.size() == 1);
  world.life->returning->beat_once();  // its events are not read again
  world.next_life();
  world.settle();
  CHECK(world.lines("perform").empty());
  world.pass_time(1'300ms);
  CHECK(world.intent_of("web").state == IntentState::stopped);
  CHECK(world.lines("perform").empty());
  world.pass_time(10s);
  CHECK(world.intent_of("web").proof == model::StopProof::confirmed);
  CHECK(world.store.durable.pending_stops.empty());
}

TEST_CASE("a noted stop right before the host's shutdown holds, also where the engine starts it") {
  Watched world;
  world.engine.manual_flags[id_of("web")] = true;
  world.engine.client_stops("web");
  world.settle();
  REQUIRE(world.store.durable.pending_stops.size() == 1);
  CHECK(world.store.durable.pending_stops.begin()->second.marked);
  world.life->returning->beat_once();
  world.die();
  world.engine.go_away();
  world.engine.manual_flags.clear();  // what the engine starts at its boot loses it
  world.engine.come_back("200:1");
  world.scene.of("web").restart_policy.written = model::RestartMode::always;
  world.scene.of("web").state = model::ContainerState::running;
  world.begin();
  world.settle();
  CHECK(world.intent_of("web").state == IntentState::stopped);
  world.pass_time(10s);
  CHECK(world.intent_of("web").proof == model::StopProof::confirmed);
  CHECK_FALSE(world.runs("web"));
}

TEST_CASE("a noted stop is over where a client has started it at boot, before the agent") {
  Watched world;
  world.engine.manual_flags[id_of("web")] = true;
  world.engine.client_stops("web");
  world.settle();
  world.life->returning->beat_once();
  world.die();
  world.engine.go_away();
  world.engine.manual_flags.clear();
  world.engine.come_back("200:1");
  world.scene.of("web").restart_policy.written = model::RestartMode::unless_stopped;
  world.scene.of("web").state = model::ContainerState::running;
  world.begin();
  world.pass_time(12s);
  CHECK(world.intent_of("web").state == IntentState::running);
  CHECK(world.runs("web"));
  CHECK(world.store.durable.pending_stops.empty());
}

TEST_CASE("a stop that was known before a restart is confirmed without being told again") {
  Watched world;
  world.engine.client_stops("web");
  world.settle();
  world.pass_time(300ms);
  world.pass_time(1s);
  REQUIRE(world.intent_of("web").proof == model::StopProof::by_client);
  world.life->returning->beat_once();
  world.next_life();
  world.pass_time(10s);
  CHECK(world.intent_of("web").proof == model::StopProof::confirmed);
  CHECK(world.events.count("intent.tentative") + world.events.count("intent.changed") == 0);
  CHECK(world.lines("perform").empty());
}

TEST_CASE("what was stopped and started again while the agent was away is to run") {
  Watched world;
  world.die();
  world.engine.client_stops("web");
  world.clock.advance(1s);
  world.engine.client_starts("web");
  world.clock.advance(1s);
  world.begin();
  world.pass_time(12s);
  CHECK(world.intent_of("web").state == IntentState::running);
  CHECK(world.runs("web"));
  CHECK(world.lines("perform").empty());
}

TEST_CASE("a stop is a client's where its start before is told by the same engine") {
  Watched world;
  world.die();
  world.engine.go_away();
  world.engine.come_back("200:1");
  world.scene.of("web").state = model::ContainerState::exited;
  world.engine.client_starts("web");
  world.clock.advance(1s);
  world.engine.client_stops("web");
  world.clock.advance(1s);
  world.begin();
  world.pass_time(12s);
  CHECK(world.intent_of("web").state == IntentState::stopped);
  CHECK_FALSE(world.runs("web"));
}

TEST_CASE("an intent says when it was stopped, and not when that was noticed") {
  Watched world;
  const auto stopped_at = world.clock.now().wall;
  world.engine.client_stops("web");
  world.settle();
  world.pass_time(300ms);
  world.pass_time(1s);
  REQUIRE(world.intent_of("web").state == IntentState::stopped);
  CHECK(world.intent_of("web").at - stopped_at < 100ms);
}

TEST_CASE("a client's stop is no echo of the stop through us before it, in no later life") {
  Watched world;
  const int lives = GENERATE(0, 1, 2);
  INFO(lives << " lives between");
  world.verb(reconcile::Verb::stop, "web");
  world.clock.advance(100ms);
  world.engine.client_starts("web");
  world.settle();
  REQUIRE(world.intent_of("web").state == IntentState::running);
  for (int life = 0; life < lives; ++life) world.next_life();
  world.engine.client_stops("web");
  world.settle();
  for (const auto pause : {300ms, 1000ms, 12000ms}) world.pass_time(pause);
  CHECK(world.intent_of("web").state == IntentState::stopped);
  CHECK_FALSE(world.runs("web"));
}

TEST_CASE("an end whose signal came before the last sign of life is no job that is done") {
  Watched world;
  world.engine.client_signals("web", 15);
  world.settle();
  world.life->returning->beat_once();
  world.die();
  world.clock.advance(1s);
  world.scene.of("web").state = model::ContainerState::exited;
  world.engine.tells_of_death("web");
  world.begin();
  CHECK(world.events.count("service.completed") == 0);
  for (const auto pause : {1000ms, 3000ms, 12000ms}) world.pass_time(pause);
  CHECK(world.runs("web"));
}
