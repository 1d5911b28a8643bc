// A pass leaves what lasts to itself: nobody who has no part in it waits.
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

TEST_CASE("who is removed while another is being stopped is made again at once") {
  Rolling world;
  world.engine.client_removes("db");
  world.settle();
  for (const auto wait : {300ms, 1'000ms, 9'000ms}) world.pass_time(wait);
  CHECK(world.runs("db"));
  CHECK(world.times("perform create db") == 1);
  CHECK(world.times("perform stop web") == 1);
}

TEST_CASE("a wish for another service does not wait for a stop that takes its time") {
  Rolling world;
  reconcile::VerbRequest request{"shop", {"db"}, reconcile::Verb::restart, {"anna", ""}};
  REQUIRE(world.ask(world.life->supervisor->act(std::move(request))));
  CHECK(world.times("perform restart db") == 1);
  world.verb(reconcile::Verb::stop, "db");
  CHECK_FALSE(world.runs("db"));
  world.let_it_stop();
  CHECK(world.runs("web"));
  CHECK(world.times("perform stop web") == 0);
}

TEST_CASE("a wish for the very service is done when its stop has ended") {
  Rolling world;
  world.verb(reconcile::Verb::stop, "web");
  CHECK_FALSE(world.track().plan.converged);
  world.let_it_stop();
  CHECK(world.times("perform stop web") == 0);
  CHECK_FALSE(world.runs("web"));
  CHECK(world.track().plan.converged);
}

TEST_CASE("a deletion during a stop ends when the stop has ended, and leaves nothing") {
  Rolling world;
  reconcile::DeleteRequest request;
  request.deployment = world.name;
  request.containers = true;
  REQUIRE(world.ask(world.life->supervisor->remove(request)));
  world.settle();
  CHECK(world.events.count("deployment.deleted") == 0);
  world.let_it_stop();
  CHECK(world.scene.seen.containers.empty());
  CHECK(world.events.count("deployment.deleted") == 1);
}

TEST_CASE("who waits for its next attempt does not wait for a stop besides") {
  Rolling world;
  for (int i = 0; i < 2; ++i) {
    world.engine.crash("db");
    world.settle();
  }
  REQUIRE_FALSE(world.runs("db"));
  world.pass_time(11s);
  CHECK(world.runs("db"));
  CHECK(world.times("perform stop web") == 1);
}

TEST_CASE("who dies before the answer to its start comes has died once") {
  World world({"db", "web"});
  world.watch();
  world.turnstile.hold("start answer");
  world.engine.crash("db");
  world.settle();
  REQUIRE(world.runs("db"));
  world.clock.advance(3s);
  world.engine.crash("db");
  world.settle();
  world.turnstile.let_go("start answer");
  world.settle();
  const auto id = world.scene.of("db").id;
  CHECK(world.track().memory.of("db", id).deaths == 2);
}

TEST_CASE("a start of the generation before that fails late is no failure of the new one") {
  World world({"web"});
  world.watch();
  world.turnstile.hold("start");
  world.engine.refuse("start", "web",
                      fakes::fault(model::FaultKind::bad_request, model::FaultClass::config));
  world.engine.crash("web");
  world.settle();
  REQUIRE(world.times("perform start web") == 1);
  auto next = *world.life->ledger->find("shop")->current.spec;
  next.services.at("web").config_hash += " changed";
  next.canonical_json += "changed";
  reconcile::ApplyRequest request;
  request.spec = std::make_shared<const model::Spec>(std::move(next));
  REQUIRE(world.ask(world.life->supervisor->apply(std::move(request))));
  world.turnstile.let_go("start");
  world.settle();
  CHECK(world.runs("web"));
}

TEST_CASE("what is replaced once a start has ended is made once, however long the start lasts") {
  World world({"db", "web"});
  world.scene.spec.services["web"].network_mode = "service:db";
  world.scene.of("web").network_mode = "container:" + world.scene.of("db").id;
  world.watch();
  world.turnstile.hold("start");
  world.verb(reconcile::Verb::recreate, "db");
  for (int i = 0; i < 4; ++i) world.pass_time(2s);
  world.turnstile.let_go("start");
  world.settle();
  world.pass_time(2s);
  CHECK(world.lines("perform create web").size() <= 2);
  CHECK(world.runs("web"));
  CHECK(world.track().plan.converged);
}
