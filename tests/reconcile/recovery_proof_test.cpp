// A recovery is reported by what is there in the end, not by what ran for a moment.
#include "fakes/world.hpp"
#include "reconcile/returning.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using fakes::World;

struct Watched : World {
  explicit Watched(const std::vector<std::string>& running = {"web"}) : World(running) { watch(); }
};

}  // namespace

TEST_CASE("what evenkeel started is reported as recovered once it has run for two seconds") {
  Watched world({"db", "web"});
  world.die();
  world.engine.crash("web");
  world.next_life();
  REQUIRE(world.runs("web"));
  world.pass_time(1900ms);
  CHECK(world.events.count("recovery.completed") == 0);
  world.pass_time(100ms);
  REQUIRE(world.events.count("recovery.completed") == 1);
  CHECK(world.events.last("recovery.completed").find("1 recovered by evenkeel") !=
        std::string::npos);
}

TEST_CASE("what dies again and again is not reported as recovered because it ran for a moment") {
  Watched world({"db", "web"});
  world.die();
  world.engine.crash("web");
  world.next_life();
  REQUIRE(world.runs("web"));
  CHECK(world.events.count("recovery.completed") == 0);
  for (int i = 0; i < 4; ++i) {
    world.pass_time(1900ms);
    if (world.runs("web")) world.engine.crash("web");
    world.settle();
  }
  CHECK(world.events.count("recovery.completed") == 0);
}

TEST_CASE("what does not come up in time is reported as not settled yet") {
  Watched world({"db", "web"});
  world.report_after = 50ms;
  world.die();
  world.engine.crash("web");
  world.turnstile.hold("start");
  world.next_life();
  world.settle_until([&] { return world.events.count("recovery.completed") > 0; });
  CHECK(world.events.last("recovery.completed").find("1 not settled yet") != std::string::npos);
}

TEST_CASE("what has run for long enough is reported also where another is looked at last") {
  Watched world({"db", "web"});
  auto other = world.store.durable.deployments.at("shop");
  model::Spec spec = *other.current.spec;
  spec.name = other.name = "other";
  spec.services.clear();
  other.current.spec = std::make_shared<const model::Spec>(spec);
  other.containers.clear();
  world.die();
  world.store.durable.deployments["other"] = other;
  world.engine.crash("web");
  world.next_life();
  REQUIRE(world.runs("web"));
  const auto started = world.clock.now().mono;
  world.life->loop->wake("other");
  world.settle();
  REQUIRE(world.events.count("recovery.completed") == 0);
  CHECK(world.life->loop->find("other")->plan.look_again == started + 2s);
}
