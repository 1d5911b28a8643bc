// A pass that takes its time holds up nobody who has no part in it.
#include "reconcile/loop.hpp"

#include "fakes/world.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using fakes::World;

// A roll-out of web, whose old container takes its time to stop, beside db and app, which run.
struct Rolling : World {
  Rolling() : World({"db", "app", "web"}) {
    scene.spec.services["app"].depends_on["web"] = {};
    scene.next_generation().changed("web");
    turnstile.hold("stop answer");
    put_on_record();
    begin();
  }
  void let_it_stop() {
    turnstile.let_go("stop answer");
    settle();
  }
};

}  // namespace

TEST_CASE("who dies while another is being stopped is started at once, and once") {
  Rolling world;
  REQUIRE(world.times("perform stop web") == 1);
  world.engine.crash("db");
  world.settle();
  CHECK(world.runs("db"));
  world.let_it_stop();
  CHECK(world.runs("web"));
  CHECK(world.times("perform start db") == 1);
  CHECK(world.times("perform stop web") == 1);
}

TEST_CASE("who dies while its sibling is stopped on purpose is started at once") {
  World world({"db", "web"});
  world.watch();
  world.turnstile.hold("stop answer");
  reconcile::VerbRequest request{"shop", {"web"}, reconcile::Verb::stop, {"anna", ""}};
  REQUIRE(world.ask(world.life->supervisor->act(std::move(request))));
  world.engine.crash("db");
  world.settle();
  CHECK(world.runs("db"));
}

TEST_CASE("who depends on what is being replaced waits for it") {
  Rolling world;
  world.engine.crash("app");
  world.settle();
  CHECK_FALSE(world.runs("app"));
  world.let_it_stop();
  CHECK(world.runs("app"));
}

TEST_CASE("who dies again and again backs off beside a pass too") {
  Rolling world;
  for (int i = 0; i < 2; ++i) {
    world.engine.crash("db");
    world.settle();
  }
  CHECK_FALSE(world.runs("db"));
  CHECK(world.times("perform start db") == 1);
}

TEST_CASE("a start beside a pass that goes on longer is not asked for again") {
  Rolling world;
  world.turnstile.hold("start");
  world.engine.crash("db");
  world.settle();
  REQUIRE(world.times("perform start db") == 1);
  world.turnstile.let_go("stop answer");
  world.settle();
  CHECK(world.times("perform start db") == 1);
  world.turnstile.let_go("start");
  world.settle();
  CHECK(world.runs("db"));
  CHECK(world.times("perform start db") == 1);
}

TEST_CASE("whose kill by a client is found to be no wish to stop is started beside") {
  Rolling world;
  world.engine.client_kills("db");
  world.settle();
  world.pass_time(300ms);
  world.pass_time(1'500ms);
  CHECK(world.runs("db"));
  CHECK(world.times("perform stop web") == 1);
}

TEST_CASE("who dies during the first pass after a return is started beside it") {
  World world({"db", "web"});
  world.watch();
  world.engine.go_away();
  world.scene.of("web").state = model::ContainerState::exited;
  world.turnstile.hold("start");
  world.engine.come_back("200:1");
  world.reconnect();
  REQUIRE(world.times("perform start web") == 1);
  world.engine.crash("db");
  world.settle();
  CHECK(world.times("perform start db") == 1);
  world.turnstile.let_go("start");
  world.settle();
  CHECK(world.runs("db"));
  CHECK(world.runs("web"));
}
