// What a client has stopped and removed is not made again, whatever goes down within the next
// second.
#include "fakes/world.hpp"
#include "reconcile/foreign_change.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using fakes::World;
using model::IntentState;
using model::StopProof;

struct Watched : World {
  explicit Watched(const std::vector<std::string>& running = {"db", "web"}) : World(running) {
    watch();
  }
  void client_takes(const std::vector<std::string>& services) {
    for (const auto& service : services) {
      engine.client_stops(service);
      engine.client_removes(service);
    }
  }
  void reboot() {
    die();
    engine.go_away();
    for (auto& one : scene.seen.containers) one.state = model::ContainerState::exited;
    engine.come_back("90:1");
    boot_id = "boot 2";
    next_life(60s);
  }
  void live_on() {
    for (const auto by : {300ms, 1'300ms, 10'000ms, 20'000ms, 60'000ms}) pass_time(by);
  }
  bool is_removed(const std::string& service) const {
    const auto intent = intent_of(service);
    return intent.state == IntentState::stopped && intent.proof == StopProof::removed;
  }
};

}  // namespace

TEST_CASE("what was removed right before the agent ended is not made again by the next life") {
  Watched world;
  world.client_takes({"web"});
  world.settle();
  world.life->returning->beat_once();  // its events are not read again
  world.next_life();
  world.live_on();
  CHECK(world.is_removed("web"));
  CHECK(world.intent_of("db").state == IntentState::running);
  CHECK(world.lines("perform").empty());
  CHECK(world.store.durable.pending_stops.empty());
}

TEST_CASE("compose down and a reboot within the second leave all of it removed") {
  Watched world;
  world.client_takes({"web", "db"});
  world.settle();
  world.life->returning->beat_once();
  world.reboot();
  world.live_on();
  for (const auto* service : {"web", "db"}) CHECK(world.is_removed(service));
  CHECK(world.scene.seen.containers.empty());
  CHECK(world.store.durable.pending_stops.empty());
}

TEST_CASE("so does an engine that is restarted while the agent lives on") {
  Watched world;
  world.client_takes({"web"});
  world.settle();
  world.engine.go_away();
  world.pass_time(3s);
  world.engine.come_back("200:1");
  world.reconnect();
  world.live_on();
  CHECK(world.is_removed("web"));
  CHECK(world.times("perform create web") == 0);
  CHECK(world.runs("db"));
}

TEST_CASE("a removal under an engine that started while the agent was away is one too") {
  Watched world;
  world.die();
  world.engine.go_away();
  world.engine.come_back("200:1");
  world.client_takes({"web"});
  world.next_life(60s);
  world.live_on();
  CHECK(world.is_removed("web"));
  CHECK(world.times("perform create web") == 0);
}

TEST_CASE("a replica that was removed right before the agent ended is one less") {
  Watched world(std::vector<std::string>{});
  world.die();
  world.scene.service("web", {support::scaled(2)}).container("web", {}, 1).container("web", {}, 2);
  world.watch();
  world.engine.client_stops("web", 2);
  world.engine.client_removes("web", 2);
  world.settle();
  world.life->returning->beat_once();
  world.next_life();
  world.live_on();
  CHECK(world.store.durable.deployments.at("shop").current.spec->services.at("web").scale == 1);
  CHECK(world.scene.seen.containers.size() == 1);
  CHECK(world.intent_of("web").state == IntentState::running);
}

TEST_CASE("what an updater made in its place meanwhile runs on") {
  Watched world({"web"});
  world.client_takes({"web"});
  world.settle();
  world.life->returning->beat_once();
  world.die();
  world.engine.client_makes("web", "nginx:2");
  world.next_life();
  world.live_on();
  CHECK(world.intent_of("web").state == IntentState::running);
  CHECK(world.runs("web"));
  CHECK(world.scene.of("web").image == "nginx:2");
  CHECK(world.store.durable.pending_stops.empty());
}

TEST_CASE("a start that is asked for after the removal brings it back, by the next life too") {
  Watched world;
  world.client_takes({"web"});
  world.settle();
  world.clock.advance(1s);
  world.verb(reconcile::Verb::start, "web");
  world.life->returning->beat_once();
  world.next_life();
  world.live_on();
  CHECK(world.intent_of("web").state == IntentState::running);
  CHECK(world.runs("web"));
}
