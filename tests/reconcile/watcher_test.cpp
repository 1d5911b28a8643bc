// The watcher over a scripted engine: who did what, read from events alone.
#include "reconcile/watcher.hpp"

#include "fakes/world.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using fakes::Journal;
using fakes::World;
using model::IntentState;

// Running under the eyes of an agent, at rest.
struct Watched : World {
  explicit Watched(const std::vector<std::string>& running = {"web"}) : World(running) { watch(); }
};

}  // namespace

TEST_CASE("a crash is started again at once, without a new look before it") {
  Watched world;
  const int looks = world.engine.looks;
  world.turnstile.hold("observe");
  world.engine.crash("web");
  world.settle();
  CHECK(world.journal == Journal{"perform start web"});
  CHECK(world.runs("web"));
  CHECK(world.events.count("service.exited") == 1);
  CHECK(world.intent_of("web").state == IntentState::running);
  world.turnstile.let_go("observe");
  world.settle();
  CHECK(world.engine.looks > looks);
}

TEST_CASE("the events of an own stop make no intent") {
  Watched world;
  world.verb(reconcile::Verb::stop, "web");
  CHECK_FALSE(world.runs("web"));
  world.pass_time(300ms);
  world.pass_time(1s);
  world.pass_time(20s);
  CHECK(world.journal.empty());
  CHECK(world.intent_of("web").set_by == model::SetBy::api);
  CHECK(world.events.count("intent.tentative") == 0);
  CHECK(world.events.count("intent.changed") == 0);
}

TEST_CASE("another client's stop is recorded after two answers and confirmed after settle") {
  Watched world;
  world.engine.client_stops("web");
  world.settle();
  CHECK(world.intent_of("web").state == IntentState::running);
  world.pass_time(300ms);
  CHECK(world.intent_of("web").state == IntentState::running);
  CHECK(world.times("behind pending stop web 1") == 1);
  world.pass_time(1s);
  CHECK(world.intent_of("web").state == IntentState::stopped);
  CHECK(world.intent_of("web").set_by == model::SetBy::engine);
  CHECK(world.intent_of("web").proof == model::StopProof::by_client);
  CHECK(world.events.count("intent.tentative") == 1);
  world.pass_time(9s);
  CHECK(world.intent_of("web").proof == model::StopProof::confirmed);
  CHECK(world.events.count("intent.changed") == 1);
  CHECK(world.store.durable.pending_stops.empty());
  CHECK(world.lines("perform").empty());
  CHECK_FALSE(world.runs("web"));
}

TEST_CASE("a judge asks at its own times, without being woken") {
  Watched world;
  world.engine.client_stops("web");
  // Long before the clock of the test says so nothing is asked; then real time wakes the judge.
  world.settle();
  world.clock.advance(1'300ms);
  world.settle_until([&] { return world.intent_of("web").state == IntentState::stopped; });
  CHECK(world.intent_of("web").proof == model::StopProof::by_client);
}

TEST_CASE("a stop while the engine does not answer is no intent, and nothing is started") {
  Watched world;
  world.engine.client_stops("web");
  world.settle();
  world.engine.silent = true;
  world.pass_time(300ms);
  world.pass_time(1s);
  world.pass_time(500ms);
  CHECK(world.intent_of("web").state == IntentState::running);
  CHECK(world.lines("perform").empty());
}

TEST_CASE("a stop right after a start is judged by itself") {
  Watched world;
  world.engine.client_stops("web");
  world.settle();
  world.engine.client_starts("web");  // its judge has not heard of it yet
  world.engine.client_stops("web");
  world.settle();
  world.pass_time(300ms);
  world.pass_time(1s);
  CHECK(world.intent_of("web").state == IntentState::stopped);
  CHECK(world.lines("perform").empty());
}

TEST_CASE("a stop that is followed by a start was a restart") {
  Watched world;
  world.engine.client_stops("web");
  world.engine.client_starts("web");
  world.settle();
  world.pass_time(300ms);
  world.pass_time(1s);
  world.pass_time(10s);
  CHECK(world.intent_of("web").state == IntentState::running);
  CHECK(world.store.durable.pending_stops.empty());
  CHECK(world.lines("perform").empty());
}

TEST_CASE("a kill is drift once the engine has answered after it") {
  Watched world;
  world.engine.client_kills("web");
  world.settle();
  CHECK(world.lines("perform").empty());
  world.pass_time(1s);
  CHECK(world.lines("perform") == Journal{"perform start web"});
  CHECK(world.runs("web"));
  CHECK(world.intent_of("web").state == IntentState::running);
}

TEST_CASE("what was killed is left alone while the engine does not answer") {
  Watched world;
  world.engine.client_kills("web");
  world.settle();
  world.engine.silent = true;
  world.pass_time(1s);
  world.pass_time(1s);
  CHECK(world.lines("perform").empty());
  world.engine.silent = false;
  world.pass_time(2s);
  CHECK(world.lines("perform") == Journal{"perform start web"});
}

TEST_CASE("a kill is a death like others: after the second one a backoff is waited out") {
  Watched world;
  world.engine.client_kills("web");
  world.settle();
  world.pass_time(1s);
  REQUIRE(world.runs("web"));
  world.pass_time(6s);
  world.engine.client_kills("web");
  world.settle();
  world.pass_time(1s);
  world.pass_time(8s);
  CHECK_FALSE(world.runs("web"));
  world.pass_time(2s);
  CHECK(world.runs("web"));
}

TEST_CASE("another client's start of what was stopped makes the intent running") {
  Watched world;
  world.verb(reconcile::Verb::stop, "web");
  world.pass_time(6s);
  world.engine.client_starts("web");
  world.settle();
  CHECK(world.intent_of("web").state == IntentState::running);
  CHECK(world.intent_of("web").set_by == model::SetBy::engine);
  CHECK(world.events.count("intent.changed") == 1);
  CHECK(world.runs("web"));
  CHECK(world.lines("perform").empty());
}

TEST_CASE("a start read back from before the stop was asked for is old news") {
  Watched world;
  world.engine.crash("web");
  world.settle();
  world.pass_time(6s);
  world.engine.break_stream();
  world.engine.client_starts("web");
  world.pass_time(1s);
  world.verb(reconcile::Verb::stop, "web");
  world.pass_time(1s);
  world.reconnect();
  CHECK(world.intent_of("web").state == IntentState::stopped);
  CHECK(world.intent_of("web").set_by == model::SetBy::api);
  CHECK_FALSE(world.runs("web"));
}

TEST_CASE("a start read back from after the stop was asked for is the owner's newest word") {
  Watched world;
  world.engine.crash("web");
  world.settle();
  world.verb(reconcile::Verb::stop, "web");
  world.pass_time(6s);
  world.engine.break_stream();
  world.engine.client_starts("web");
  world.pass_time(1s);
  world.reconnect();
  CHECK(world.intent_of("web").state == IntentState::running);
  CHECK(world.runs("web"));
}

TEST_CASE("what a new engine starts at its own boot ends no verdict and is no wish") {
  Watched world;
  world.engine.client_stops("web");
  world.settle();
  world.pass_time(300ms);
  world.engine.go_away();
  world.pass_time(500ms);
  world.engine.come_back("200:1");
  world.engine.client_starts("web");  // policy `always`
  world.pass_time(500ms);
  world.reconnect();
  CHECK(world.intent_of("web").state == IntentState::stopped);
  CHECK(world.intent_of("web").proof == model::StopProof::by_client);
  world.pass_time(10s);
  CHECK(world.intent_of("web").proof == model::StopProof::confirmed);
  CHECK_FALSE(world.runs("web"));
}

TEST_CASE("what an engine stops on its way down is no wish, and runs again under the next") {
  Watched world;
  world.engine.client_stops("web");  // as on the stream of a shutdown
  world.engine.go_away();
  world.pass_time(5s);
  CHECK(world.intent_of("web").state == IntentState::running);
  world.engine.come_back("200:1");
  world.reconnect();
  CHECK(world.intent_of("web").state == IntentState::running);
  CHECK(world.runs("web"));
}

TEST_CASE("an event that is read twice counts once") {
  Watched world;
  world.engine.refuse("start", "web",
                      fakes::fault(model::FaultKind::engine_error, model::FaultClass::transient));
  world.engine.crash("web");
  world.engine.repeat_last_event();
  world.settle();
  CHECK(world.events.count("service.exited") == 1);
}

TEST_CASE("a break of the stream replays what was missed and nothing twice") {
  Watched world;
  world.engine.crash("web", 3);
  world.settle();
  CHECK(world.events.count("service.exited") == 1);
  world.pass_time(6s);
  world.engine.break_stream();
  world.engine.crash("web", 4);
  world.pass_time(1s);
  world.reconnect();
  CHECK(world.events.count("service.exited") == 2);
  CHECK(world.runs("web"));
}

TEST_CASE("a stop and removal by another client is not made again") {
  Watched world({"db", "web"});
  world.engine.client_stops("web");
  world.engine.client_removes("web");
  world.settle();
  world.pass_time(300ms);
  world.pass_time(1s);
  world.pass_time(9s);
  CHECK(world.intent_of("web").state == IntentState::stopped);
  CHECK(world.intent_of("web").proof == model::StopProof::removed);
  CHECK(world.intent_of("db").state == IntentState::running);
  CHECK(world.lines("perform").empty());
}

TEST_CASE("an unhealthy container is told of, and being well again too") {
  Watched world;
  world.engine.turns("web", model::Health::unhealthy);
  world.settle();
  CHECK(world.events.count("service.unhealthy") == 1);
  world.engine.turns("web", model::Health::healthy);
  world.settle();
  CHECK(world.events.count("service.healthy") == 1);
}
