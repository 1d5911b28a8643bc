// A stop of ours that was never answered: its engine hung, and does it when it goes on.
#include "fakes/world.hpp"
#include "support/catch.hpp"

#include <csignal>

namespace {

using namespace std::chrono_literals;
using model::IntentState;
using support::id_of;

struct RollingOut : fakes::World {
  RollingOut() : World({"db", "web"}) {
    watch();
    pass_time(1s);
    auto lost = fakes::fault(model::FaultKind::engine_timeout, model::FaultClass::transient);
    lost.status = 0;
    lost.undecided = true;
    engine.refuse("stop", "web", lost, 100);
    apply_new();
    REQUIRE(times("perform stop web") == 1);
  }
  void apply_new() {
    scene.spec.services.at("web").image = "web:2";
    scene.spec.services.at("web").config_hash += " of 2";
    scene.seen.images["web:2"] = {.id = "sha256:2", .architecture = "amd64", .os = "linux"};
    reconcile::ApplyRequest request;
    request.spec = spec();
    (void)spawn(life->supervisor->apply(std::move(request)));
  }
  void go_on() {
    engine.accept("stop", "web");
    for (const auto pause : {300ms, 1000ms, 12000ms, 12000ms}) pass_time(pause);
  }
  void check_is_rolled_out() {
    CHECK(intent_of("web").state == IntentState::running);
    CHECK(events.count("intent.tentative") + events.count("intent.changed") == 0);
    REQUIRE(scene.seen.containers.size() == 2);
    CHECK(scene.of("web").image == "web:2");
    CHECK(runs("web"));
  }
};

}  // namespace

TEST_CASE(
    "what an engine that hung does in the end is no client's stop, and the roll-out goes on") {
  RollingOut world;
  world.pass_time(7s);
  world.engine.client_stops("web");  // byte for byte the same
  world.settle();
  CHECK(world.store.durable.pending_stops.empty());
  world.go_on();
  world.check_is_rolled_out();
}

TEST_CASE("nor is it for the next life of the agent") {
  RollingOut world;
  world.pass_time(7s);
  world.life->returning->beat_once();
  CHECK(world.store.durable.own_calls.size() == 1);
  world.die();
  world.clock.advance(1s);
  world.engine.client_stops("web");
  world.next_life();
  world.go_on();
  world.check_is_rolled_out();
}

TEST_CASE("nor is what a restart of the engine leaves of it, with the mark that it set") {
  RollingOut world;
  world.pass_time(7s);
  world.engine.client_stops("db");  // by its own shutdown
  world.settle();
  world.engine.go_away();
  world.pass_time(3s);
  auto& web = world.scene.of("web");
  web.state = model::ContainerState::exited;
  web.finished_at = world.clock.now().wall;
  world.engine.manual_flags[web.id] = true;
  world.engine.come_back("200:1");
  world.reconnect();
  world.go_on();
  world.check_is_rolled_out();
}

TEST_CASE("a KILL that follows the TERM of our own stop late is no client's") {
  RollingOut world;
  world.engine.client_signals("web", SIGTERM);
  world.settle();
  // Longer than anybody waits for it. Nothing more is asked of the engine meanwhile.
  model::Hold hold;
  hold.deployment = world.name;
  hold.until = world.clock.now().wall + 2h;
  REQUIRE(world.ask(world.life->supervisor->hold(hold)));
  world.pass_time(1h);
  world.engine.grace_is_over("web");
  world.settle();
  for (const auto pause : {300ms, 1000ms, 12000ms}) world.pass_time(pause);
  CHECK(world.intent_of("web").state == IntentState::running);
  CHECK(world.events.count("intent.tentative") + world.events.count("intent.changed") == 0);
}

TEST_CASE("a client's stop after somebody has started it again is one") {
  RollingOut world;
  model::Hold hold;
  hold.deployment = world.name;
  hold.until = world.clock.now().wall + 2h;
  REQUIRE(world.ask(world.life->supervisor->hold(hold)));
  world.pass_time(7s);
  world.engine.deaf = GENERATE(false, true);
  world.scene.of("web").state = model::ContainerState::exited;
  world.engine.client_starts("web");
  world.engine.deaf = false;
  world.pass_time(60s);  // a look
  world.pass_time(6s);
  world.engine.client_stops("web");
  world.settle();
  for (const auto pause : {300ms, 1000ms, 12000ms}) world.pass_time(pause);
  CHECK(world.intent_of("web").state == IntentState::stopped);
}
