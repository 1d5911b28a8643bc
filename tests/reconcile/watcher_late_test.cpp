// Events that come late: after the owner's own word, or after a look has seen what they tell of.
#include "reconcile/watcher.hpp"

#include "fakes/world.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using model::IntentState;

struct Watched : fakes::World {
  explicit Watched(const std::vector<std::string>& running = {"web"}) : World(running) { watch(); }
};

}  // namespace

TEST_CASE("what another client stopped and its owner starts runs at once") {
  Watched world({"db", "web"});
  world.engine.client_stops("db");
  world.engine.client_stops("web");
  world.settle();
  world.verb(reconcile::Verb::start, "web");
  CHECK(world.runs("web"));
  CHECK_FALSE(world.runs("db"));
}

TEST_CASE("a death that is told after its owner's start is the end of the stop, and no job done") {
  Watched world;
  world.engine.client_stops_untold("web");
  world.settle();
  world.verb(reconcile::Verb::start, "web");
  world.engine.tells_of_death("web");
  world.settle();
  CHECK(world.events.count("service.completed") == 0);
  CHECK(world.runs("web"));
  CHECK(world.intent_of("web").state == IntentState::running);
}

TEST_CASE("what a look finds ended is not started before its end is told") {
  Watched world;
  world.engine.deaf = true;
  world.engine.client_stops("web");
  world.engine.deaf = false;
  world.life->loop->wake("shop");
  world.settle();
  CHECK(world.lines("perform").empty());
  world.engine.client_stops_untold("web");
  world.engine.tells_of_death("web");
  world.settle();
  for (const auto pause : {300ms, 1000ms, 2000ms}) world.pass_time(pause);
  CHECK(world.lines("perform").empty());
  CHECK(world.intent_of("web").state == IntentState::stopped);
}

TEST_CASE("a start that is told while the stop before it is being recorded is the newest word") {
  Watched world;
  world.engine.client_stops("web");
  world.settle();
  world.pass_time(300ms);
  world.turnstile.hold("commit");
  world.pass_time(1s);
  REQUIRE(world.turnstile.waiting("commit") == 1);
  world.engine.client_starts("web");
  world.settle();
  world.turnstile.let_go("commit");
  world.settle();
  world.pass_time(12s);
  CHECK(world.intent_of("web").state == IntentState::running);
  CHECK(world.runs("web"));
  CHECK(world.lines("perform").empty());
}

TEST_CASE("what was stopped, recorded so and then removed is stopped all the time") {
  Watched world;
  world.engine.client_stops("web");
  world.settle();
  for (const auto pause : {300ms, 1000ms}) world.pass_time(pause);
  REQUIRE(world.intent_of("web").state == IntentState::stopped);
  world.engine.client_removes("web");
  world.settle();
  CHECK(world.intent_of("web").state == IntentState::stopped);
  CHECK(world.events.count("intent.changed") == 0);
  world.pass_time(12s);
  CHECK(world.intent_of("web").proof == model::StopProof::removed);
  CHECK(world.lines("perform").empty());
}

TEST_CASE("a stop on an engine whose clock is behind ours is later than the word before it") {
  Watched world;
  world.pass_time(2h);
  world.verb(reconcile::Verb::start, "web");
  world.life->loop->surroundings().engine_ahead = -1h;
  world.clock.sleep(-1h + 1s);
  world.engine.client_stops("web");
  world.clock.sleep(1h);
  world.settle();
  world.pass_time(300ms);
  world.pass_time(1s);
  CHECK_FALSE(world.runs("web"));
  CHECK(world.intent_of("web").state == IntentState::stopped);
}
