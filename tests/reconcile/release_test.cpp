// A release in the middle of a roll-out leaves nothing down that a pass had taken down.
#include "fakes/world.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using fakes::World;

using Released = std::shared_ptr<std::optional<core::Status>>;

// web is being replaced: its old container is being stopped.
struct Replacing : World {
  Replacing() : World({"db", "web"}) {
    scene.next_generation().changed("web");
    turnstile.hold("stop answer");
    put_on_record();
    begin();
    REQUIRE(times("perform stop web") == 1);
  }
  Released release() {
    reconcile::DeleteRequest request;
    request.deployment = name;
    return spawn(life->supervisor->remove(request));
  }
  bool is_known() const { return store.durable.deployments.contains(name); }
};

void release_and_give_again(World& world) {
  reconcile::DeleteRequest release;
  release.deployment = world.name;
  REQUIRE(world.ask(world.life->supervisor->remove(release)));
  reconcile::ApplyRequest request;
  request.spec = world.spec();
  REQUIRE(world.ask(world.life->supervisor->apply(request)));
}

}  // namespace

TEST_CASE("a release while a container is being replaced is answered once its successor runs") {
  Replacing world;
  const auto released = world.release();
  CHECK_FALSE(released->has_value());
  CHECK(world.is_known());
  world.turnstile.let_go("stop answer");
  world.settle();
  REQUIRE(released->has_value());
  CHECK(**released);
  CHECK(world.runs("web"));
  CHECK_FALSE(world.is_known());
  CHECK(world.events.count("deployment.released") == 1);
  CHECK(world.life->loop->find(world.name) == nullptr);
}

TEST_CASE("a release begins nothing else of the roll-out") {
  World world({"db", "web"});
  world.scene.spec.services["web"].depends_on["db"] = {};
  world.scene.next_generation().changed("db").changed("web");
  world.turnstile.hold("stop answer");
  world.put_on_record();
  world.begin();
  REQUIRE(world.lines("perform stop").size() == 1);
  reconcile::DeleteRequest request;
  request.deployment = world.name;
  const auto released = world.spawn(world.life->supervisor->remove(request));
  world.turnstile.let_go("stop answer");
  world.settle();
  REQUIRE(released->has_value());
  CHECK(**released);
  CHECK(world.lines("perform stop").size() == 1);
  CHECK(world.runs("db"));
  CHECK(world.runs("web"));
}

TEST_CASE("what cannot be brought back in time is not released, and goes on") {
  Replacing world;
  const auto released = world.release();
  world.pass_time(21s);
  REQUIRE(released->has_value());
  CHECK((*released)->error().code == core::Errc::conflict);
  CHECK((*released)->error().what ==
        "shop is not released yet: web is being replaced and would stay down; try again once it is "
        "up");
  world.turnstile.let_go("stop answer");
  world.settle();
  CHECK(world.is_known());
  CHECK(world.runs("web"));
  CHECK(world.track().plan.converged);
}

TEST_CASE("an apply that comes while a release waits is the newest word") {
  Replacing world;
  const auto released = world.release();
  reconcile::ApplyRequest request;
  world.scene.changed("db");
  request.spec = world.spec();
  REQUIRE(world.ask(world.life->supervisor->apply(request)));
  world.turnstile.let_go("stop answer");
  world.settle();
  REQUIRE(released->has_value());
  CHECK((*released)->error().code == core::Errc::conflict);
  CHECK(world.is_known());
}

TEST_CASE("a release where nothing was taken down waits for nothing") {
  World world({"web"});
  world.scene.service("slow");
  world.turnstile.hold("create");
  world.put_on_record();
  world.begin();
  REQUIRE(world.times("perform create slow") == 1);
  reconcile::DeleteRequest request;
  request.deployment = world.name;
  const auto released = world.spawn(world.life->supervisor->remove(request));
  REQUIRE(released->has_value());
  CHECK(**released);
  world.turnstile.let_go("create");
  world.settle();
}

TEST_CASE("what is given again right after its release is looked after") {
  const auto* const held = GENERATE("observe", "observe answer");
  World world;
  world.watch();
  world.turnstile.hold(held);
  release_and_give_again(world);
  world.turnstile.let_go(held);
  world.settle();
  REQUIRE(world.life->loop->find(world.name) != nullptr);
  CHECK(world.track().plan.converged);
  world.pass_time(1min);
  world.engine.crash("web");
  world.settle();
  CHECK(world.runs("web"));
}

TEST_CASE("of what was known before a release nothing holds up what is given again") {
  World world({"web"});
  world.watch();
  for (int deaths = 0; deaths < 2; ++deaths) world.engine.crash("web"), world.settle();
  REQUIRE_FALSE(world.runs("web"));  // it waits for its next attempt
  world.turnstile.hold("observe");
  release_and_give_again(world);
  CHECK(world.track().memory.services["web"].containers.empty());
  world.turnstile.let_go("observe");
  world.settle();
  CHECK(world.runs("web"));
}
