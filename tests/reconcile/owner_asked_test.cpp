// What the owner asks for costs nothing, and what follows does, also where a deployment never
// converges.
#include "fakes/world.hpp"
#include "reconcile/supervisor.hpp"
#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using fakes::World;
using reconcile::Verb;

// `web`, and a job that has failed for good: all is never well.
struct Asked : World {
  Asked() {
    const auto never_again = support::policy_written(model::RestartMode::no);
    scene.service("job", {support::kind(model::ServiceKind::job), never_again})
        .container("job", {support::exited(1)});
    auto& facts = scene.deployment.facts["job"];
    facts.failed_job_runs = 1;
    facts.failed_job_generation = scene.deployment.current.number;
  }
  void watch_it_fail() {
    watch();
    pass_time(1s);
    REQUIRE(track().plan.phase == model::DeploymentPhase::failed);
    REQUIRE_FALSE(track().owner_asked);
  }
  void restart_web() {
    verb(Verb::restart, "web");
    settle();
  }
  int budget_left() { return life->loop->budget().left(clock.now().mono); }
  void hold_it(core::Milliseconds for_time) {
    model::Hold hold;
    hold.deployment = name;
    hold.until = clock.now().wall + for_time;
    hold.by = "anna (uid 1000)";
    REQUIRE(ask(life->supervisor->hold(hold)));
  }
};

void need_another_deployments_db(model::Service& service) {
  service.from_service.depends_on = {{"postgres", "db", "started"}};
}

}  // namespace

TEST_CASE("what was asked for is exempt until it is carried out") {
  Asked world;
  world.watch_it_fail();
  world.turnstile.hold("restart");
  world.restart_web();
  CHECK(world.track().owner_asked);
  world.turnstile.let_go("restart");
  world.settle();
  world.pass_time(1s);
  CHECK_FALSE(world.track().owner_asked);
}

TEST_CASE("crashes after a verb cost what they cost, although the deployment never converges") {
  Asked world;
  world.watch_it_fail();
  world.restart_web();
  const int before = world.budget_left();
  for (int i = 0; i < 2; ++i) {
    world.pass_time(5s);
    world.engine.crash("web");
    world.settle();
    world.pass_time(20s);
    REQUIRE(world.runs("web"));
  }
  CHECK(world.budget_left() == before - 1);
}

TEST_CASE("what a hold keeps from being done stays exempt until it is over") {
  Asked world;
  world.watch_it_fail();
  world.hold_it(30s);
  world.restart_web();
  world.pass_time(10s);
  CHECK(world.lines("perform").empty());
  CHECK(world.track().owner_asked);
  world.pass_time(25s);
  CHECK(world.times("perform restart web") == 1);
  world.pass_time(1s);
  CHECK_FALSE(world.track().owner_asked);
}

TEST_CASE("what waits for what is not there does not keep the rest of a deployment exempt") {
  World world({"api", "web"});
  need_another_deployments_db(world.scene.spec.services.at("web"));
  support::exited(1)(world.scene.of("web"));
  world.watch();
  world.verb(Verb::restart, "api");
  world.pass_time(1s);
  REQUIRE_FALSE(world.runs("web"));
  CHECK_FALSE(world.track().owner_asked);
}

TEST_CASE("an hour after it was asked for nothing is exempt, whatever it still waits for") {
  Asked world;
  world.watch_it_fail();
  world.hold_it(3h);
  world.restart_web();
  world.pass_time(59min);
  CHECK(world.track().owner_asked);
  world.pass_time(1min);
  CHECK_FALSE(world.track().owner_asked);
}

TEST_CASE("a verb is answered once all is well, however long ago it was carried out") {
  World world({"web"});
  world.scene.spec.services.at("web").healthcheck.emplace();
  world.scene.of("web").health = model::Health::healthy;
  world.watch();
  world.verb(Verb::restart, "web");
  world.scene.of("web").health = model::Health::starting;
  world.events.all.clear();
  world.pass_time(5s);
  REQUIRE_FALSE(world.track().owner_asked);
  REQUIRE(world.events.count("deployment.converged") == 0);
  world.engine.turns("web", model::Health::healthy);
  world.settle();
  CHECK(world.events.count("deployment.converged") == 1);
}
