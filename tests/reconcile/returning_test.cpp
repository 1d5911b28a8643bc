// Lives of the agent over one engine and one store: what is found out at a return.
#include "reconcile/returning.hpp"

#include "fakes/world.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using fakes::World;
using model::IntentState;

struct Watched : World {
  explicit Watched(const std::vector<std::string>& running = {"web"}) : World(running) { watch(); }
  // Another image and config-hash for the service, applied.
  void apply_new(const std::string& service) {
    scene.spec.services.at(service).image = service + ":2";
    scene.spec.services.at(service).config_hash += " of 2";
    scene.seen.images[service + ":2"] = {.id = "sha256:2", .architecture = "amd64", .os = "linux"};
    reconcile::ApplyRequest request;
    request.spec = spec();
    (void)spawn(life->supervisor->apply(std::move(request)));
  }
};

}  // namespace

TEST_CASE("an apply cut off after any of its calls is finished, and its events are nobody else's") {
  const std::string last = GENERATE("create", "stop", "remove", "rename", "start");
  Watched world;
  world.turnstile.hold(last + " answer");
  world.pass_time(1s);
  world.apply_new("web");
  INFO("cut off after " << last);
  REQUIRE(world.turnstile.waiting(last + " answer") == 1);
  world.next_life();
  world.turnstile.let_go(last + " answer");
  world.settle();
  CHECK_FALSE(world.track().foreign.has_value());
  world.pass_time(300ms);
  world.pass_time(1s);
  world.pass_time(15s);
  CHECK(world.events.count("deployment.changed_elsewhere") == 0);
  CHECK(world.events.count("intent.changed") + world.events.count("intent.tentative") == 0);
  const auto& deployment = world.store.durable.deployments.at("shop");
  CHECK(deployment.current.number == 2);
  CHECK(deployment.current.source.kind == model::SourceKind::compose);
  CHECK(world.runs("web"));
  REQUIRE(world.scene.seen.containers.size() == 1);
  CHECK(world.scene.of("web").image == "web:2");
  CHECK(world.scene.of("web").name == "shop-web-1");
}

TEST_CASE("a heartbeat forgets the calls that are over, in one commit with it") {
  Watched world;
  world.engine.deaf = true;  // its events may still come
  world.verb(reconcile::Verb::stop, "web");
  world.pass_time(1s);
  world.life->returning->beat_once();
  CHECK(world.times("behind heartbeat") == 1);
  CHECK(world.store.durable.own_calls.size() == 1);
  world.pass_time(5s);
  world.life->returning->beat_once();
  CHECK(world.times("behind heartbeat, forget call") == 1);
  CHECK(world.store.durable.own_calls.empty());
}

TEST_CASE("a call whose events have all been told is forgotten by the next heartbeat") {
  Watched world;
  world.verb(reconcile::Verb::stop, "web");
  world.life->returning->beat_once();
  CHECK(world.times("behind heartbeat, forget call") == 1);
}

TEST_CASE("the heartbeat names the newest event, the engine and the boot") {
  Watched world;
  world.engine.crash("web");
  world.settle();
  world.life->returning->beat_once();
  const auto& beat = world.store.durable.heartbeat;
  REQUIRE(beat.has_value());
  CHECK(beat->boot_id == "boot 1");
  CHECK(beat->engine_start == "pid:100:1");
  CHECK(beat->engine_up);
  CHECK_FALSE(beat->clean_stop);
  CHECK(beat->last_event_nano == world.life->watcher->last_event_nano());
}

TEST_CASE("the event at the heartbeat is not read again by the next life") {
  Watched world;
  world.engine.crash("web");
  world.settle();
  REQUIRE(world.events.count("service.started") == 1);
  world.life->returning->beat_once();
  world.next_life();
  CHECK(world.events.count("service.started") == 0);
}

TEST_CASE("events after the heartbeat are read again by the next life") {
  Watched world;
  world.life->returning->beat_once();
  world.pass_time(1s);
  world.engine.crash("web");
  world.settle();
  world.next_life();
  CHECK(world.events.count("service.started") == 1);
}

TEST_CASE("the first life ever reports no recovery") {
  Watched world;
  world.pass_time(60s);
  CHECK(world.events.count("recovery.completed") == 0);
}

TEST_CASE("a restart of the agent is reported once, with what it started") {
  Watched world({"db", "web"});
  world.die();
  world.engine.crash("web");
  world.next_life();
  world.pass_time(10s);
  world.pass_time(60s);
  CHECK(world.events.count("recovery.completed") == 1);
  CHECK(world.has_recovery("agent_restart"));
  CHECK(world.events.last("recovery.completed").find("1 recovered by evenkeel") !=
        std::string::npos);
  CHECK(world.runs("web"));
}

TEST_CASE("a reboot is told by the boot id, and reported once") {
  Watched world;
  world.die();
  world.engine.go_away();
  world.engine.crash("web", 255);
  world.engine.come_back("90:1");
  world.boot_id = "boot 2";
  world.next_life(60s);
  world.pass_time(10s);
  CHECK(world.events.count("host.booted") == 1);
  CHECK(world.events.count("recovery.completed") == 1);
  CHECK(world.has_recovery("host_reboot"));
  CHECK(world.runs("web"));
}

TEST_CASE("an engine that stopped its containers in order was restarted") {
  Watched world({"db", "web"});
  world.engine.client_stops("web");
  world.engine.client_stops("db");
  world.settle();
  world.engine.go_away();
  world.pass_time(3s);
  world.engine.come_back("200:1");
  world.reconnect();
  world.pass_time(10s);
  CHECK(world.events.count("recovery.completed") == 1);
  CHECK(world.has_recovery("engine_restart"));
  CHECK(world.runs("web"));
  CHECK(world.runs("db"));
}

TEST_CASE("what an engine's shutdown ended is brought back by one plan") {
  std::vector<std::string> names;
  for (int i = 10; i < 30; ++i) names.push_back("s" + std::to_string(i));
  Watched world(names);
  for (const auto& name : names) world.engine.client_stops(name);
  world.settle();
  world.engine.go_away();
  world.pass_time(3s);
  world.engine.come_back("200:1");
  const int looks = world.engine.looks, inspects = world.engine.inspects;
  world.turnstile.hold("start answer");
  world.reconnect();
  // Not one by one: while they are asked about, a pass would begin with those that are known.
  CHECK(world.engine.inspects - inspects <= 8);
  CHECK(world.engine.looks == looks + 1);
  CHECK(world.track().plan.steps.size() == names.size());
  world.turnstile.let_go("start answer");
  world.settle();
  for (const auto& name : names) CHECK(world.runs(name));
}

TEST_CASE("a client's stop while the agent was away is its owner's word") {
  Watched world;
  const bool something_happened_before = GENERATE(true, false);
  if (something_happened_before) {
    world.engine.crash("web");
    world.settle();
    world.life->returning->beat_once();
  }
  INFO("events were seen before: " << something_happened_before);
  world.die();
  world.clock.advance(2s);
  world.engine.client_stops("web");
  world.next_life();
  world.pass_time(1s);
  CHECK(world.intent_of("web").state == IntentState::stopped);
  CHECK_FALSE(world.runs("web"));
}

TEST_CASE("what a client started while the agent was away is to run") {
  Watched world;
  world.verb(reconcile::Verb::stop, "web");
  world.pass_time(6s);
  world.life->returning->beat_once();
  world.die();
  world.clock.advance(2s);
  world.engine.client_starts("web");
  world.next_life();
  CHECK(world.intent_of("web").state == IntentState::running);
  CHECK(world.runs("web"));
}

TEST_CASE("an orderly end is the last thing that is written") {
  Watched world;
  world.life->tasks->spawn("goodbye", world.life->returning->say_goodbye());
  world.settle();
  CHECK(world.journal.back() == "commit goodbye");
  CHECK(world.store.durable.heartbeat->clean_stop);
}

TEST_CASE("a hold that is over ends with a beat, and is told of") {
  Watched world;
  model::Hold hold;
  hold.deployment = "shop";
  hold.until = world.clock.now().wall + 60s;
  REQUIRE(world.ask(world.life->supervisor->hold(hold)));
  world.life->returning->beat_once();
  CHECK(world.store.durable.holds.size() == 1);
  world.pass_time(60s);
  world.life->returning->beat_once();
  CHECK(world.store.durable.holds.empty());
  CHECK(world.events.count("hold.ended") == 1);
}
