// The loop over a scripted engine: looks, acts, tells, and holds back.
#include "reconcile/loop.hpp"

#include "fakes/world.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using fakes::Journal;
using fakes::World;

struct Watched : World {
  explicit Watched(const std::vector<std::string>& running = {"web"}) : World(running) { watch(); }
};

model::Fault transient() {
  return fakes::fault(model::FaultKind::engine_error, model::FaultClass::transient);
}

}  // namespace

TEST_CASE("a death whose event was lost is found by the next look") {
  Watched world;
  world.engine.deaf = true;
  world.engine.crash("web");
  world.engine.deaf = false;
  world.settle();
  CHECK_FALSE(world.runs("web"));
  world.pass_time(60s);
  world.pass_time(2s);  // it may still be told
  CHECK(world.journal.front() == "perform start web");
  CHECK(world.runs("web"));
}

TEST_CASE("what is as it should be is looked at and left alone") {
  Watched world({"db", "web"});
  const int looks = world.engine.looks;
  world.pass_time(60s);
  world.pass_time(60s);
  CHECK(world.engine.looks == looks + 2);
  CHECK(world.lines("perform").empty());
}

TEST_CASE("a wake during a pass leads to one more look, however often it came") {
  Watched world;
  world.turnstile.hold("observe");
  world.life->loop->wake("shop");
  world.settle();
  const int looks = world.engine.looks;
  for (int i = 0; i < 5; ++i) world.life->loop->wake("shop");
  world.turnstile.let_go("observe");
  world.settle();
  CHECK(world.engine.looks == looks + 2);
}

TEST_CASE("a missing container is made, started, and told of") {
  World world({"web"});
  world.scene.service("db");
  world.watch();
  CHECK(world.runs("db"));
  CHECK(world.events.count("deployment.converged") == 1);
  CHECK(world.store.durable.deployments.at("shop").containers.contains(world.scene.of("db").id));
}

TEST_CASE("a hold keeps the hands off, and what it held back is done after it") {
  Watched world;
  model::Hold hold;
  hold.deployment = "shop";
  hold.until = world.clock.now().wall + 60s;
  REQUIRE(world.ask(world.life->supervisor->hold(hold)));
  world.engine.crash("web");
  world.settle();
  world.pass_time(30s);
  CHECK(world.lines("perform").empty());
  world.pass_time(30s);
  CHECK(world.lines("perform") == Journal{"perform start web"});
}

TEST_CASE("an agent that only observes does nothing, and knows what it would do") {
  World world;
  world.settings.observe_only = true;
  world.watch();
  world.engine.crash("web");
  world.settle();
  world.pass_time(60s);
  CHECK(world.lines("perform").empty());
  CHECK(world.lines("commit").empty());
  CHECK(world.track().plan.steps.size() == 1);
}

TEST_CASE("a look that fails says why and leads to nothing until one succeeds") {
  Watched world;
  world.turnstile.hold("observe");
  world.life->loop->wake("shop");
  world.settle();
  world.engine.crash("web");
  world.engine.go_away();
  world.turnstile.let_go("observe");
  world.settle();
  CHECK(world.track().problem.find("connection refused") != std::string::npos);
  CHECK(world.lines("perform").empty());
  world.engine.come_back("100:1");
  world.reconnect();
  CHECK(world.track().problem.empty());
  CHECK(world.runs("web"));
}

TEST_CASE("five services that die within a minute are told of once and started one at a time") {
  const std::vector<std::string> services{"a", "b", "c", "d", "e", "f"};
  Watched world(services);
  world.turnstile.hold("start");
  world.engine.silent = true;
  for (int i = 0; i < 5; ++i) world.engine.crash(services[i]);
  world.settle();
  CHECK(world.events.count("host.degraded") == 1);
  CHECK(world.lines("perform").empty());
  world.life->loop->breaker().note_probed_well(world.clock.now().mono);  // the engine answers again
  for (int i = 0; i < 5; ++i) {
    world.life->loop->wake("shop");
    world.settle();
    INFO("start number " << i + 1);
    CHECK(world.turnstile.waiting("start") == 1);
    world.turnstile.let_one_go("start");
    world.settle();
  }
  world.turnstile.let_go("start");
  world.settle();
  for (const auto& service : services) CHECK(world.runs(service));
  CHECK(world.events.count("host.degraded") == 1);
}

TEST_CASE("after five deaths under an engine that answers the first is started at once") {
  const std::vector<std::string> services{"a", "b", "c", "d", "e", "f"};
  Watched world(services);
  world.turnstile.hold("start");
  for (int i = 0; i < 5; ++i) world.engine.crash(services[i]);
  world.settle();
  CHECK(world.events.count("host.degraded") == 1);
  CHECK(world.turnstile.waiting("start") == 1);
}

TEST_CASE("four services that die at once are started at once") {
  const std::vector<std::string> services{"a", "b", "c", "d", "e", "f"};
  Watched world(services);
  world.turnstile.hold("start");
  for (int i = 0; i < 4; ++i) world.engine.crash(services[i]);
  world.settle();
  CHECK(world.events.count("host.degraded") == 0);
  CHECK(world.turnstile.waiting("start") == 4);
}

TEST_CASE("second attempts end when the budget of the host is used up") {
  World world;
  world.settings.budget_actions = 1;
  world.watch();
  for (int i = 0; i < 4; ++i) {
    world.engine.crash("web");
    world.settle();
    world.pass_time(100s);
    if (!world.runs("web")) break;
  }
  // The first start is free, the second is the budget.
  CHECK(world.lines("perform").size() == 2);
  CHECK(world.track().plan.services.front().why.find("budget") != std::string::npos);
  world.pass_time(600s);
  CHECK(world.runs("web"));
}

TEST_CASE("a second death waits out its backoff") {
  Watched world;
  world.engine.crash("web");
  world.settle();
  world.pass_time(1s);
  world.engine.crash("web");
  world.settle();
  CHECK(world.lines("perform").size() == 1);
  world.pass_time(9s);
  CHECK(world.lines("perform").size() == 1);
  world.pass_time(1s);
  CHECK(world.lines("perform").size() == 2);
}

TEST_CASE("a crash loop is told of at the third death and not again") {
  Watched world;
  for (int i = 0; i < 5; ++i) {
    INFO("death " << i + 1);
    world.engine.crash("web", 7);
    world.settle();
    CHECK(world.events.count("service.crash_looping") == (i < 2 ? 0 : 1));
    world.pass_time(200s);
    REQUIRE(world.runs("web"));
  }
  CHECK(world.events.last("service.crash_looping").find("with 7") != std::string::npos);
}

TEST_CASE("a job that failed twice and then did its work is in no crash loop") {
  World world({"job"});
  support::kind(model::ServiceKind::job)(world.scene.spec.services.at("job"));
  world.watch();
  for (const int code : {1, 1, 0}) {
    world.engine.crash("job", code);
    world.settle();
    if (code != 0) world.pass_time(200s);
  }
  CHECK(world.events.count("service.completed") == 1);
  CHECK(world.events.count("service.crash_looping") == 0);
}

TEST_CASE("a deployment that is well, then ill, then well is told of at each turn, once") {
  Watched world;
  CHECK(world.events.count("deployment.converged") == 1);
  world.pass_time(60s);
  CHECK(world.events.count("deployment.converged") == 1);
  world.engine.refuse("start", "web", transient(), 3);
  world.engine.crash("web");
  for (int i = 0; i < 4; ++i) world.pass_time(40s);
  CHECK(world.events.count("deployment.degraded") == 1);
  for (int i = 0; i < 4; ++i) world.pass_time(300s);
  CHECK(world.runs("web"));
  CHECK(world.events.count("deployment.converged") == 2);
  CHECK(world.events.count("deployment.degraded") == 1);
}

TEST_CASE("many that die at once are started one at a time, until all are well") {
  Watched world({"a", "b", "c", "d", "e", "f"});
  const auto state = [&] { return world.life->loop->breaker().state(); };
  world.turnstile.hold("start answer");
  for (const char* name : {"a", "b", "c", "d", "e", "f"}) world.engine.crash(name);
  world.settle();
  REQUIRE(state() == reconcile::Breaker::State::one_at_a_time);
  for (int i = 0; i < 6; ++i) {
    CHECK(world.turnstile.waiting("start answer") == 1);
    world.turnstile.let_one_go("start answer");
    world.settle();
  }
  for (const char* name : {"a", "b", "c", "d", "e", "f"}) CHECK(world.runs(name));
  world.pass_time(61s);
  world.pass_time(1s);
  CHECK(state() == reconcile::Breaker::State::closed);
  CHECK(world.events.count("host.degraded") == 2);
  CHECK(world.events.all.back().alert == model::Alert{"host/breaker", false});
}

TEST_CASE("a deployment that waits for another's service goes on as soon as that is well") {
  World world{{"db"}};
  world.scene.spec.services.at("db").healthcheck = model::Healthcheck{.test = {"CMD", "true"}};
  world.scene.of("db").health = model::Health::starting;
  model::Spec spec;
  spec.name = "front";
  auto& web = spec.services["web"];
  web.name = "web";
  web.image = "db:1";
  web.from_service.depends_on = {{"shop", "db", "healthy"}};
  model::Deployment front;
  front.name = "front";
  front.current.number = 1;
  front.current.spec = std::make_shared<const model::Spec>(std::move(spec));
  world.store.durable.deployments["front"] = std::move(front);
  world.watch();
  CHECK(world.life->supervisor->get("front")->services.front().why ==
        "waits for shop/db (healthy)");
  CHECK(world.scene.of("web").state == model::ContainerState::created);
  world.engine.turns("db", model::Health::healthy);
  world.settle();
  CHECK(world.runs("web"));
}
