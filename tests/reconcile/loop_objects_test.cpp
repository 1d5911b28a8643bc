// What cannot be made or removed, and calls that fail as a whole: never tried without a pause.
#include "reconcile/loop.hpp"

#include "fakes/world.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using fakes::World;

struct Watched : World {
  explicit Watched(const std::vector<std::string>& running = {"web"}) : World(running) { watch(); }
};

model::Fault transient() {
  return fakes::fault(model::FaultKind::engine_error, model::FaultClass::transient);
}

}  // namespace

TEST_CASE("a network that cannot be made is tried ever more slowly, and made in the end") {
  World world({"web"});
  world.scene.service("db").no_network();
  world.engine.refuse("create_network", "", transient(), 4);
  world.watch();
  REQUIRE(world.times("perform create_network ") == 0);  // since the first, which failed
  world.pass_time(9s);
  CHECK(world.times("perform create_network ") == 0);
  world.pass_time(1s);
  CHECK(world.times("perform create_network ") == 1);
  for (int i = 0; i < 3; ++i) world.pass_time(300s);
  CHECK(world.times("perform create_network ") == 4);
  CHECK(world.runs("db"));
  CHECK(world.track().memory.objects.empty());
}

TEST_CASE("a verb of the owner tries at once what could not be made before") {
  World world({"web"});
  world.scene.service("db").no_network();
  world.engine.refuse("create_network", "", transient(), 1);
  world.watch();
  REQUIRE_FALSE(world.runs("db"));
  world.verb(reconcile::Verb::start, "db");
  CHECK(world.runs("db"));
}

TEST_CASE("an engine that lives and fails a call as a whole is not asked without a pause") {
  Watched world;
  world.engine.refuse("start", "web",
                      fakes::fault(model::FaultKind::protocol, model::FaultClass::engine), 3);
  world.engine.crash("web");
  world.settle();
  CHECK(world.times("perform start web") == 1);
  for (int i = 0; i < 6; ++i) world.pass_time(300ms);
  CHECK(world.times("perform start web") == 1);
  for (int i = 0; i < 3; ++i) world.pass_time(2s);
  CHECK(world.runs("web"));
}

TEST_CASE("a pull that goes well each time is no reason to ask an engine that fails at once") {
  World world({"web"});
  world.scene.spec.services["web"].pull_policy = "always";
  world.scene.next_generation().changed("web");
  world.engine.refuse("create", "web",
                      fakes::fault(model::FaultKind::protocol, model::FaultClass::engine), 2);
  world.watch();
  REQUIRE(world.times("perform create web") == 0);  // since the first, which failed
  world.pass_time(1900ms);
  CHECK(world.times("perform create web") == 0);
  for (int i = 0; i < 3; ++i) world.pass_time(2s);
  CHECK(world.times("perform create web") == 2);
  CHECK(world.runs("web"));
}

TEST_CASE("what cannot be recorded is not tried without a pause, nor told of without end") {
  Watched world;
  world.engine.client_removes("web");
  world.settle();
  world.store.broken = true;
  for (int i = 0; i < 5; ++i) world.pass_time(4s);
  const auto failed = world.events.count("action.failed");
  REQUIRE(failed > 0);
  for (int i = 0; i < 5; ++i) world.pass_time(300ms);
  CHECK(world.events.count("action.failed") == failed);
  world.store.broken = false;
  for (int i = 0; i < 3; ++i) world.pass_time(4s);
  CHECK(world.runs("web"));
}

TEST_CASE("a replica too many that cannot be removed keeps nobody of its service down") {
  World world({"web"});
  world.scene.container("web", {}, 2);
  world.engine.refuse("stop", "web", transient(), 9);
  world.watch();
  world.engine.crash("web");
  world.settle();
  CHECK(world.times("perform start web") == 1);
  CHECK(world.track().memory.of("web").failures == 0);
}

TEST_CASE("what a network or volume of before failed by is forgotten with it") {
  World world({"web"});
  world.watch();
  auto& objects = world.track().memory.objects;
  for (const auto* object : {"create_network old", "create_volume old", "remove_network shop_old",
                             "remove_volume shop_old"})
    objects[object].failures = 1;
  world.pass_time(60s);
  CHECK(world.track().memory.objects.empty());
}
