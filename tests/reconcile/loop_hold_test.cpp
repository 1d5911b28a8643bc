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
