// Pulls take as long as they take: nobody else waits for them.
#include "reconcile/loop.hpp"

#include "fakes/world.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using fakes::World;

// A roll-out of web whose image is on its way, beside db, which runs.
struct Pulling : World {
  Pulling() : World({"db", "web"}) {
    scene.spec.services["web"].pull_policy = "always";
    scene.next_generation().changed("web");
    turnstile.hold("pull");
    put_on_record();
    begin();
  }
  void let_it_come() {
    turnstile.let_go("pull");
    settle();
  }
};

}  // namespace

TEST_CASE("who dies during a pull is started at once, and the pull goes on") {
  Pulling world;
  REQUIRE(world.times("perform pull web") == 1);
  world.engine.crash("db");
  world.settle();
  CHECK(world.runs("db"));
  CHECK(world.times("perform pull web") == 1);
  CHECK(world.times("perform create web") == 0);
  world.let_it_come();
  CHECK(world.times("perform pull web") == 1);
  CHECK(world.times("perform create web") == 1);
  CHECK(world.runs("web"));
  CHECK(world.events.count("image.pull_started") == 1);
  CHECK(world.events.count("image.pull_completed") == 1);
}

TEST_CASE("who waits for its next attempt does not wait for a pull besides") {
  Pulling world;
  world.engine.crash("db");
  world.settle();
  world.engine.crash("db");
  world.settle();
  REQUIRE_FALSE(world.runs("db"));
  world.pass_time(11s);
  CHECK(world.runs("db"));
}

TEST_CASE("a stop during a pull is done at once") {
  Pulling world;
  world.verb(reconcile::Verb::stop, "web");
  CHECK_FALSE(world.runs("web"));
  world.let_it_come();
  CHECK_FALSE(world.runs("web"));
  CHECK(world.times("perform create web") == 0);
}

TEST_CASE("a deletion during a pull is done at once") {
  Pulling world;
  reconcile::DeleteRequest request;
  request.deployment = world.name;
  request.containers = true;
  REQUIRE(world.ask(world.life->supervisor->remove(request)));
  world.settle();
  CHECK(world.scene.seen.containers.empty());
  CHECK(world.events.count("deployment.deleted") == 1);
  world.let_it_come();
  CHECK(world.scene.seen.containers.empty());
}

TEST_CASE("a pull that fails is one failed attempt, however often it was looked at meanwhile") {
  Pulling world;
  world.engine.refuse(
      "pull", "web",
      fakes::fault(model::FaultKind::registry_unreachable, model::FaultClass::transient));
  for (int i = 0; i < 3; ++i) {
    world.engine.crash("db");
    world.settle();
    world.pass_time(30s);
  }
  world.let_it_come();
  CHECK(world.times("perform pull web") == 1);
  CHECK(world.track().memory.of("web").failures == 1);
  world.pass_time(11s);
  CHECK(world.times("perform pull web") == 2);
  CHECK(world.runs("web"));
}

TEST_CASE("who dies while a look is being taken during a pull does not wait for the pull") {
  Pulling world;
  world.turnstile.hold("observe answer");
  world.life->loop->wake("shop");
  world.settle();
  REQUIRE(world.turnstile.waiting("observe answer") == 1);
  world.engine.crash("db");
  world.settle();
  const auto looks = world.engine.looks;
  world.turnstile.let_go("observe answer");
  world.settle();
  world.clock.advance(100ms);
  world.settle_until([&] { return world.engine.looks > looks; });
  world.pass_time(15s);
  CHECK(world.runs("db"));
  CHECK(world.times("perform pull web") == 1);
}

TEST_CASE("what fails beside a pull is planned anew without waiting for the pull") {
  Pulling world;
  world.engine.refuse(
      "start", "db",
      fakes::fault(model::FaultKind::port_taken_by_process, model::FaultClass::transient));
  world.engine.crash("db");
  world.settle();
  REQUIRE(world.times("perform start db") == 1);
  REQUIRE(world.track().plan.look_again);
  CHECK(*world.track().plan.look_again <= world.clock.now().mono + 30s);
}

TEST_CASE("a pull that fails between two runs is a failed attempt too") {
  Pulling world;
  world.engine.refuse(
      "pull", "web",
      fakes::fault(model::FaultKind::registry_unreachable, model::FaultClass::transient));
  world.turnstile.hold("observe");
  world.life->loop->wake("shop");
  world.settle();
  world.let_it_come();
  world.turnstile.let_go("observe");
  world.settle();
  CHECK(world.track().memory.of("web").failures == 1);
  CHECK(world.times("perform pull web") == 1);
}

TEST_CASE("what comes after a pull is paid for once, however often it was looked at meanwhile") {
  Pulling world;
  world.track().owner_asked = world.track().recovery = false;
  const auto left = [&] { return world.life->loop->budget().left(world.clock.now().mono); };
  const int before = left();
  world.engine.crash("db");
  world.settle();
  world.pass_time(1s);
  REQUIRE(world.runs("db"));
  CHECK(left() == before);
}

TEST_CASE("an image that is there is not pulled before the container that is made of it can be") {
  World world({"db", "web"});
  world.scene.spec.services["db"].healthcheck.emplace();
  world.scene.of("db").health = model::Health::starting;
  world.scene.spec.services["web"].depends_on["db"] = {model::DependencyCondition::healthy};
  world.scene.spec.services["web"].pull_policy = "always";
  world.scene.next_generation().changed("web");
  world.put_on_record();
  world.begin();
  CHECK(world.times("perform pull web") == 0);
  world.engine.turns("db", model::Health::healthy);
  world.settle();
  CHECK(world.times("perform pull web") == 1);
  CHECK(world.times("perform create web") == 1);
}

TEST_CASE("an image that is there is not pulled while its service has to wait for a stop of it") {
  World world({"db", "web"});
  world.scene.spec.services["web"].scale = 2;
  world.scene.spec.services["web"].pull_policy = "always";
  world.scene.container("web", {}, 2);
  world.scene.next_generation().changed("web");
  world.turnstile.hold("stop answer");
  world.turnstile.hold("create");
  world.put_on_record();
  world.begin();
  world.turnstile.let_one_go("create");
  world.settle();
  world.engine.crash("db");
  world.settle();
  world.turnstile.let_go("create");
  for (int i = 0; i < 5; ++i) world.pass_time(30s);
  CHECK(world.runs("db"));
  CHECK(world.lines("perform pull web").size() <= 2);
  world.turnstile.let_go("stop answer");
  world.settle();
  world.pass_time(30s);
  CHECK(world.lines("perform pull web").size() <= 3);
  CHECK(world.lines("perform create web").size() == 2);
  CHECK(world.track().plan.converged);
}
