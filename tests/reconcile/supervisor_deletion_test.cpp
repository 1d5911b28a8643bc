// What the owner asks for while a deletion goes on.
#include "fakes/world.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using fakes::World;

struct Deleting : World {
  Deleting() : World({"db", "web"}) {
    watch();
    turnstile.hold("stop");
    reconcile::DeleteRequest request;
    request.deployment = name;
    request.containers = true;
    REQUIRE(ask(life->supervisor->remove(request)));
  }
};

}  // namespace

TEST_CASE("an apply during a deletion is the newest word: it runs again, and is not forgotten") {
  Deleting world;
  reconcile::ApplyRequest request;
  request.spec = world.spec();
  const auto applied = world.ask(world.life->supervisor->apply(request));
  REQUIRE(applied);
  CHECK(applied->changed);
  world.turnstile.let_go("stop");
  world.settle();
  CHECK(world.runs("db"));
  CHECK(world.runs("web"));
  CHECK(world.events.count("deployment.deleted") == 0);
  CHECK(world.store.durable.deployments.contains("shop"));
}

TEST_CASE("what another client makes during a deletion does not end it") {
  Deleting world;
  world.engine.client_makes("web", "web:2", 2);
  world.turnstile.let_go("stop");
  world.settle();
  world.pass_time(11s);
  CHECK(world.events.count("deployment.changed_elsewhere") == 0);
  CHECK(world.store.durable.deployments.empty());
}

TEST_CASE(
    "what another client makes during a deletion is not waited for any more once it is done") {
  Deleting world;
  world.engine.client_makes("web", "web:2", 2);
  world.engine.refuse("stop", "db",
                      fakes::fault(model::FaultKind::disk_full, model::FaultClass::transient), 99);
  world.turnstile.let_go("stop");
  world.settle();
  REQUIRE(world.track().foreign);
  world.pass_time(60s);
  CHECK(world.store.durable.deployments.contains("shop"));
  CHECK_FALSE(world.track().foreign);
}
