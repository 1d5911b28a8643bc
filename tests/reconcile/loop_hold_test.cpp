// A hold in the middle of a pass.
#include "fakes/world.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using fakes::World;

void hold(World& world) {
  model::Hold hold;
  hold.deployment = world.name;
  hold.until = world.clock.now().wall + 60s;
  hold.by = "anna (uid 1000)";
  REQUIRE(world.ask(world.life->supervisor->hold(hold)));
}

}  // namespace

TEST_CASE("a hold in the middle of a replacement lets it come to its end") {
  World world({"web"});
  world.scene.next_generation().changed("web");
  world.turnstile.hold("stop answer");
  world.put_on_record();
  world.begin();
  hold(world);
  world.turnstile.let_go("stop answer");
  world.settle();
  CHECK(world.times("perform remove web") == 1);
  CHECK(world.runs("web"));
}

TEST_CASE("a hold in the middle of a deletion keeps what was stopped") {
  World world({"web"});
  world.watch();
  world.turnstile.hold("stop answer");
  reconcile::DeleteRequest request;
  request.deployment = world.name;
  request.containers = true;
  REQUIRE(world.ask(world.life->supervisor->remove(request)));
  REQUIRE(world.times("perform stop web") == 1);
  hold(world);
  world.turnstile.let_go("stop answer");
  world.settle();
  CHECK(world.times("perform remove web") == 0);
}

TEST_CASE("a hold while a changed network is made again brings back what went down for it") {
  World world({"db", "web"});
  world.scene.spec.services["web"].depends_on["db"] = {};
  world.scene.next_generation().redefined();
  world.turnstile.hold("stop answer");
  world.put_on_record();
  world.begin();
  REQUIRE(world.times("perform stop web") == 1);
  hold(world);
  world.turnstile.let_go("stop answer");
  world.settle();
  CHECK(world.runs("web"));
  CHECK(world.times("perform stop db") == 0);
  CHECK(world.times("perform remove_network ") == 0);
}

TEST_CASE("a hold on what waits for its dependency's health leaves nobody down for a network") {
  World world({"db", "web"});
  world.scene.spec.services["web"].depends_on["db"] = {model::DependencyCondition::healthy};
  world.scene.spec.services["db"].healthcheck.emplace();
  world.scene.next_generation().redefined();
  world.put_on_record();
  world.begin();
  REQUIRE(world.runs("db"));
  REQUIRE_FALSE(world.runs("web"));
  hold(world);
  world.settle();
  REQUIRE_FALSE(world.runs("web"));
  world.scene.of("db").health = model::Health::healthy;
  world.pass_time(60s);
  CHECK(world.runs("web"));
}

TEST_CASE("a hold on a service of which a replica comes back leaves the others alone") {
  World world({"web"});
  world.scene.spec.services["web"].scale = 2;
  world.scene.container("web", {}, 2);
  world.scene.next_generation().changed("web");
  world.turnstile.hold("stop answer");
  world.put_on_record();
  world.begin();
  REQUIRE(world.times("perform stop web") == 1);
  world.engine.refuse("start", "web",
                      fakes::fault(model::FaultKind::disk_full, model::FaultClass::transient));
  hold(world);
  world.turnstile.let_go("stop answer");
  world.settle();
  world.pass_time(20s);
  CHECK(world.times("perform stop web") == 1);
}

TEST_CASE("who dies under a hold stays down, also where it was replaced before") {
  World world({"db", "web"});
  world.scene.next_generation().changed("web");
  world.engine.refuse("start", "db",
                      fakes::fault(model::FaultKind::unknown, model::FaultClass::transient));
  world.scene.of("db").state = model::ContainerState::exited;
  world.put_on_record();
  world.begin();
  REQUIRE(world.runs("web"));
  REQUIRE_FALSE(world.runs("db"));
  hold(world);
  world.engine.crash("web");
  world.settle();
  world.pass_time(20s);
  CHECK_FALSE(world.runs("web"));
}

TEST_CASE("a hold leaves no replica down whose successor is due, though another starts meanwhile") {
  World world({"web"});
  world.scene.spec.services["web"].scale = 2;
  world.scene.container("web", {}, 2);
  world.scene.next_generation().changed("web");
  world.turnstile.hold("remove answer");
  world.put_on_record();
  world.begin();
  REQUIRE(world.times("perform remove web") == 1);
  hold(world);
  world.engine.crash("web");
  world.engine.client_starts("web");
  world.settle();
  world.turnstile.let_go("remove answer");
  world.settle();
  CHECK(std::count_if(world.scene.seen.containers.begin(), world.scene.seen.containers.end(),
                      [](const auto& one) { return one.is_up(); }) == 2);
}
