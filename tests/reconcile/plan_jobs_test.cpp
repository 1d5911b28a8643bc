// Jobs: done once, run again only when asked, failed ones not for ever.
#include "support/catch.hpp"
#include "support/scene_builder.hpp"

using namespace support;
using model::RestartMode;
using model::ServicePhase;

TEST_CASE("a completed job is left alone, also when its container is gone") {
  auto scene =
      SceneBuilder().service("migrate", {kind(model::ServiceKind::job)}).completed("migrate");
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.verdict("migrate").phase == ServicePhase::completed);
  REQUIRE(scene.plan().converged);
  REQUIRE(scene.container("migrate", {exited(0)}).text() == "nothing to do\n");
}

TEST_CASE("a job that ended with 0 without the fact is started again") {
  const auto scene = SceneBuilder()
                         .service("migrate", {kind(model::ServiceKind::job)})
                         .container("migrate", {exited(0)});
  REQUIRE(reconcile::steps_now(scene.plan()) == 1);
}

TEST_CASE("a completed job runs again in a new generation") {
  auto scene = SceneBuilder()
                   .service("migrate", {kind(model::ServiceKind::job)})
                   .container("migrate", {exited(0)})
                   .completed("migrate");
  REQUIRE(scene.next_generation().text() ==
          "1  start shop/migrate (shop-migrate-1)  because it exited with 0\n");
}

TEST_CASE("a service that is meant to stay is started after it exited with 0") {
  auto scene = SceneBuilder()
                   .service("web", {published("80")})
                   .container("web", {exited(0)})
                   .completed("web");
  REQUIRE(reconcile::steps_now(scene.plan()) == 1);
}

TEST_CASE("a failed job with restart \"no\" written is not run again") {
  auto scene = SceneBuilder()
                   .service("migrate", {policy_written(RestartMode::no)})
                   .container("migrate", {exited(2)});
  scene.deployment.facts["migrate"].failed_job_runs = 1;
  scene.deployment.facts["migrate"].failed_job_generation = 1;
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.says("migrate") ==
          "exited: the job failed with 2 and its restart policy is \"no\": it is not run again");
  REQUIRE(scene.plan().phase == model::DeploymentPhase::failed);
  REQUIRE(scene.verdict("migrate").left_as_is);
  REQUIRE_FALSE(scene.verdict("migrate").up_to_owner);  // somebody is to hear of it
}

TEST_CASE("what waits for a job that is not run again stays as it is, too") {
  auto scene = SceneBuilder()
                   .service("migrate", {policy_written(RestartMode::no)})
                   .service("web", {needs("migrate", model::DependencyCondition::completed)})
                   .container("migrate", {exited(2)});
  scene.deployment.facts["migrate"].failed_job_runs = 1;
  scene.deployment.facts["migrate"].failed_job_generation = 1;
  REQUIRE(scene.verdict("web").phase == model::ServicePhase::waiting);
  REQUIRE(scene.verdict("web").left_as_is);
  REQUIRE_FALSE(scene.verdict("web").up_to_owner);
}

TEST_CASE("a job that was interrupted, not failed, is run again") {
  const auto scene = SceneBuilder()
                         .service("migrate", {policy_written(RestartMode::no)})
                         .container("migrate", {exited(255)});
  REQUIRE(reconcile::steps_now(scene.plan()) == 1);
}

TEST_CASE(
    "a failed job runs three times with backoff, then needs an operator and is not run again") {
  auto scene = SceneBuilder()
                   .service("migrate", {kind(model::ServiceKind::job)})
                   .container("migrate", {exited(2)});
  auto& facts = scene.deployment.facts["migrate"];
  facts.failed_job_generation = 1;
  facts.failed_job_runs = 1;
  scene.died("migrate", 1, 0s);
  REQUIRE(reconcile::steps_now(scene.plan()) == 1);
  facts.failed_job_runs = 2;
  scene.died("migrate", 2, 0s);
  REQUIRE(scene.verdict("migrate").next_attempt == noon.mono + 10s);
  facts.failed_job_runs = 3;
  scene.died("migrate", 3, 0s).later(24h);
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.verdict("migrate").phase == ServicePhase::needs_operator);
}

TEST_CASE("a failed job under a policy that acts is the engine's") {
  auto scene = SceneBuilder()
                   .service("migrate", {kind(model::ServiceKind::job)})
                   .container("migrate", {exited(2, 0s), under(RestartMode::on_failure)});
  scene.deployment.facts["migrate"].failed_job_runs = 3;
  scene.deployment.facts["migrate"].failed_job_generation = 1;
  REQUIRE(scene.verdict("migrate").phase == ServicePhase::restarting);
}

TEST_CASE("a failed job of an older generation runs again") {
  auto scene = SceneBuilder("shop", 2)
                   .service("migrate", {policy_written(RestartMode::no)})
                   .container("migrate", {exited(2)});
  scene.deployment.facts["migrate"].failed_job_runs = 3;
  scene.deployment.facts["migrate"].failed_job_generation = 1;
  REQUIRE(reconcile::steps_now(scene.plan()) == 1);
}

TEST_CASE("what waits for a job that runs is on its way, and waits also where it may do without") {
  for (const auto& dependency :
       {needs("migrate", model::DependencyCondition::completed),
        needs_if_there("migrate", model::DependencyCondition::completed)}) {
    const auto scene = SceneBuilder()
                           .service("migrate", {kind(model::ServiceKind::job)})
                           .service("web", {dependency})
                           .container("migrate")
                           .container("web", {created()});
    REQUIRE(reconcile::steps_now(scene.plan()) == 0);
    REQUIRE(scene.says("web") == "waiting: waits for migrate (completed)");
    REQUIRE(scene.plan().phase == model::DeploymentPhase::converging);
  }
}
