// The host's clock is set while all goes on: what happened is known by the order in which it was
// heard, and no time that was told by the wrong clock is believed.
#include "fakes/world.hpp"
#include "reconcile/facts.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using fakes::World;
using model::IntentState;

// Under an engine that started anew, as after a boot, by a clock that is an hour ahead.
struct ClockAhead : World {
  ClockAhead() {
    watch();
    engine.go_away();
    engine.come_back("200:1");
    reconnect();
    pass_time(1min);
  }
  void set_back() { clock.sleep(-1h); }
};

}  // namespace

TEST_CASE("a crash after the clock was set back is live, and started again at once") {
  ClockAhead world;
  world.set_back();
  world.events.all.clear();
  world.engine.crash("web");
  world.settle();
  CHECK(world.runs("web"));
  CHECK(world.events.count("service.exited") == 1);
}

TEST_CASE("a client's start after the clock was set back is the owner's word") {
  ClockAhead world;
  world.set_back();
  world.verb(reconcile::Verb::stop, "web");
  world.pass_time(6s);
  world.engine.client_starts("web");
  world.settle();
  CHECK(world.intent_of("web").state == IntentState::running);
  world.pass_time(1min);
  CHECK(world.runs("web"));
}

TEST_CASE("what is read back from the past of a new engine is its own, whatever the clock says") {
  World world;
  world.watch();
  world.verb(reconcile::Verb::stop, "web");
  world.pass_time(6s);
  world.engine.go_away();
  world.clock.sleep(1h);
  world.engine.come_back("200:1");
  world.engine.client_starts("web");  // policy `always`, at its boot
  world.reconnect();
  CHECK(world.intent_of("web").state == IntentState::stopped);
  CHECK_FALSE(world.runs("web"));
}

TEST_CASE("a word by a later clock does not overrule the stop that follows it") {
  World world;
  world.watch();
  world.clock.sleep(1h);
  world.verb(reconcile::Verb::start, "web");
  REQUIRE(world.intent_of("web").set_by == model::SetBy::api);
  world.clock.sleep(-1h);
  world.pass_time(6s);
  world.engine.client_stops("web");
  world.settle();
  world.pass_time(300ms);
  world.pass_time(1s);
  CHECK(world.intent_of("web").state == IntentState::stopped);
  CHECK_FALSE(world.runs("web"));
}

TEST_CASE("a verb that was carried out is not done once more after a boot with another clock") {
  World world;
  world.watch();
  const auto verb = GENERATE(reconcile::Verb::restart, reconcile::Verb::recreate);
  world.verb(verb, "web");
  world.pass_time(1min);
  REQUIRE(world.runs("web"));
  auto& web = world.scene.of("web");
  web.started_at = web.created_at = core::WallTime(1min);
  world.next_life();
  world.pass_time(1min);
  CHECK(world.lines("perform").empty());
}

TEST_CASE("a verb is asked for until each container of its service has followed it") {
  support::SceneBuilder scene;
  scene.service("web", {support::scaled(2)}).container("web").container("web", {}, 2);
  auto& facts = scene.deployment.facts["web"];
  facts.restart_after = facts.recreate_after = support::noon.wall - 1min;
  const auto after = [&](core::WallTime started, core::WallTime made) {
    for (const int number : {1, 2}) {
      scene.of("web", number).started_at = started;
      scene.of("web", number).created_at = made;
    }
    const auto built = scene.scene();
    return reconcile::verbs_done(built.deployment, built.observation, built.by_engine());
  };
  const auto before = facts.restart_after - 1ms, since = facts.restart_after + 1ms;
  CHECK(after(before, before).empty());
  const auto restarted = after(since, before);
  REQUIRE(restarted.size() == 1);
  const auto left = std::get<reconcile::SetFacts>(restarted[0]).facts;
  CHECK(left.restart_after == core::WallTime{});
  CHECK(left.recreate_after == facts.recreate_after);
  CHECK(after(since, since).size() == 1);
  scene.of("web", 2).started_at = before;
  const auto half = scene.scene();
  for (const auto& change :
       reconcile::verbs_done(half.deployment, half.observation, half.by_engine()))
    CHECK(std::get<reconcile::SetFacts>(change).facts.restart_after == facts.restart_after);
  scene.seen.containers.clear();
  const auto none = scene.scene();
  CHECK(reconcile::verbs_done(none.deployment, none.observation, none.by_engine()).empty());
}
