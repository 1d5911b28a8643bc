// What was acknowledged is done, also by the next life of the agent.
#include "fakes/world.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using fakes::World;
using reconcile::Verb;

model::Hold half_a_minute(const World& world) {
  model::Hold hold;
  hold.deployment = world.name;
  hold.until = world.clock.now().wall + 30s;
  hold.by = "anna (uid 1000)";
  return hold;
}

// A verb under a hold, which the next life of the agent sees end.
void ask_and_live_on(World& world, Verb verb, const std::string& service) {
  REQUIRE(world.ask(world.life->supervisor->hold(half_a_minute(world))));
  world.verb(verb, service);
  world.settle();
  REQUIRE(world.lines("perform").empty());
  world.next_life();
  world.pass_time(1s);
  REQUIRE(world.lines("perform").empty());
  world.pass_time(60s);
  world.pass_time(60s);
}

}  // namespace

TEST_CASE("a restart that was asked for under a hold is done after it, by the next life too") {
  World world;
  world.watch();
  world.pass_time(1s);
  ask_and_live_on(world, Verb::restart, "web");
  CHECK(world.times("perform restart web") == 1);
  CHECK(world.lines("perform").size() == 1);
}

TEST_CASE("so is a recreate") {
  World world;
  world.watch();
  world.pass_time(1s);
  const auto id = world.scene.of("web").id;
  ask_and_live_on(world, Verb::recreate, "web");
  CHECK(world.times("perform create web") == 1);
  CHECK(world.scene.of("web").id != id);
  CHECK(world.scene.seen.containers.size() == 1);
}

TEST_CASE("a finished job that is to run again does, once, whichever verb says so") {
  for (const auto verb : {Verb::start, Verb::restart, Verb::recreate}) {
    CAPTURE(static_cast<int>(verb));
    World world;
    world.scene.service("job", {support::kind(model::ServiceKind::job)})
        .container("job", {support::exited(0)})
        .completed("job");
    world.watch();
    world.pass_time(1s);
    ask_and_live_on(world, verb, "job");
    CHECK(world.times("perform start job") == 1);
    CHECK(world.runs("job"));
  }
}

TEST_CASE("a job that ends by itself after a restart was asked for is restarted all the same") {
  World world;
  world.scene.service("job", {support::kind(model::ServiceKind::job)}).container("job");
  world.watch();
  world.pass_time(1s);
  REQUIRE(world.ask(world.life->supervisor->hold(half_a_minute(world))));
  world.verb(Verb::restart, "job");
  world.clock.advance(1s);
  world.engine.crash("job", 0);
  world.settle();
  world.next_life();
  REQUIRE_FALSE(world.runs("job"));
  world.pass_time(60s);
  CHECK(world.times("perform start job") == 1);
  CHECK(world.runs("job"));
}

TEST_CASE("explain knows what was said of a service, however often its neighbors changed since") {
  World world({"db", "web"});
  world.watch();
  world.verb(Verb::stop, "web");
  for (int i = 0; i < 40; ++i) {
    world.verb(Verb::stop, "db");
    world.verb(Verb::start, "db");
  }
  const auto told = world.ask(world.life->supervisor->explain(world.name, "web"));
  REQUIRE(told);
  REQUIRE(told->size() == 1);
  REQUIRE(told->front().history.size() == 1);
  CHECK(told->front().history.front().intent.state == model::IntentState::stopped);
}
