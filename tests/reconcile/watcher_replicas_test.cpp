// A client's hand on one replica of several.
#include "reconcile/watcher.hpp"

#include "fakes/world.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using model::IntentState;

struct Pair : fakes::World {
  Pair() : World(std::vector<std::string>{}) {
    scene.service("web", {support::scaled(2)}).container("web", {}, 1).container("web", {}, 2);
    watch();
  }
  void settle_time_passes() {
    settle();
    for (const auto pause : {300ms, 1000ms, 9000ms, 60000ms}) pass_time(pause);
  }
};

}  // namespace

TEST_CASE("the stop of one replica is no word on the service, and it is left alone") {
  Pair world;
  world.engine.client_stops("web", 2);
  world.settle_time_passes();
  CHECK(world.intent_of("web").state == IntentState::running);
  CHECK(world.lines("perform").empty());
  const auto view = world.life->supervisor->get("shop");
  REQUIRE(view);
  CHECK(view->converged);
  REQUIRE(view->services.size() == 1);
  CHECK(view->services.front().phase == model::ServicePhase::running);
  CHECK(view->services.front().why ==
        "shop-web-2 was stopped by an engine client while others of web run, and is left so: "
        "`docker start shop-web-2` starts it");
}

TEST_CASE("one replica that is left stopped does not hold up the report of a return") {
  Pair world;
  world.engine.client_stops("web", 2);
  world.settle_time_passes();
  world.engine.go_away();
  world.pass_time(3s);
  world.engine.come_back("200:1");
  world.reconnect();
  world.settle_time_passes();
  CHECK(world.runs("web"));
  CHECK(world.events.count("recovery.completed") == 1);
}

TEST_CASE("the stop of one replica after the other is a word on the service") {
  Pair world;
  world.engine.client_stops("web", 2);
  world.settle_time_passes();
  world.engine.client_stops("web", 1);
  world.settle_time_passes();
  CHECK(world.intent_of("web").state == IntentState::stopped);
  CHECK(world.lines("perform").empty());
}

TEST_CASE("the removal of one replica is a word on their number") {
  Pair world;
  world.engine.client_stops("web", 2);
  world.engine.client_removes("web", 2);
  world.settle_time_passes();
  CHECK(world.intent_of("web").state == IntentState::running);
  CHECK(world.runs("web"));
  CHECK(world.events.count("deployment.changed_elsewhere") == 1);
  CHECK(world.lines("perform").empty());
}

TEST_CASE("the stop of one replica stays the stop of one when the engine goes and comes") {
  Pair world;
  world.engine.client_stops("web", 2);
  world.settle_time_passes();
  world.engine.client_stops("web", 1);  // the engine's own, in its shutdown
  world.settle();
  world.engine.go_away();
  world.pass_time(3s);
  for (const auto& container : world.scene.seen.containers)
    world.engine.manual_flags[container.id] = container.number() == 2;
  world.engine.come_back("200:1");
  world.reconnect();
  world.settle_time_passes();
  CHECK(world.intent_of("web").state == IntentState::running);
  CHECK(world.runs("web"));
}

TEST_CASE("the stop of both replicas at once is a word on the service") {
  Pair world;
  world.engine.client_stops("web", 1);
  world.engine.client_stops("web", 2);
  world.settle_time_passes();
  CHECK(world.intent_of("web").state == IntentState::stopped);
}

TEST_CASE("the stop of the only replica is the service's, though its successor is made already") {
  fakes::World world({"web"});
  world.scene.next_generation().changed("web");
  world.turnstile.hold("create answer");
  world.put_on_record();
  world.begin();
  REQUIRE(world.scene.seen.containers.size() == 2);
  world.engine.client_stops("web");
  world.settle();
  for (const auto wait : {300ms, 1'500ms, 10'000ms}) world.pass_time(wait);
  CHECK(world.intent_of("web").state == model::IntentState::stopped);
  world.turnstile.let_go("create answer");
  world.settle();
  world.pass_time(60s);
  CHECK(world.intent_of("web").state == model::IntentState::stopped);
  CHECK_FALSE(world.runs("web"));
}
