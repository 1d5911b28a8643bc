// The unhealthy: restarted once the grace is over, slower and slower, never not at all.
#include "support/catch.hpp"
#include "support/scene_builder.hpp"

using namespace support;
using model::Health;
using model::ServicePhase;

namespace {

SceneBuilder ill(core::Milliseconds up = 1h, const std::vector<Service>& changes = {}) {
  auto all = changes;
  all.push_back(with_check());
  return SceneBuilder()
      .service("web", all)
      .container("web", {in_health(Health::unhealthy), up_for(up)});
}

void remedied(SceneBuilder& scene, int times, core::Milliseconds ago) {
  auto& one = scene.memory.services["web"].containers[id_of("web")];
  one.remedies = times;
  one.last_remedy = scene.now.mono - ago;
}

const std::string restart = "1  restart shop/web (shop-web-1)  because its health check fails\n";

}  // namespace

TEST_CASE("an unhealthy service is restarted") {
  REQUIRE(ill().text() == restart);
  REQUIRE(ill().verdict("web").phase == ServicePhase::unhealthy);
}

TEST_CASE("what a check says is ill is restarted like the unhealthy, and the cause is named") {
  const auto failing = [](core::Milliseconds up) {
    return SceneBuilder()
        .service("web", {with_check()})
        .container("web", {in_health(Health::healthy), up_for(up),
                           failing_check("its check `ready` fails")});
  };
  REQUIRE(failing(1h).text() ==
          "1  restart shop/web (shop-web-1)  because its check `ready` fails\n");
  REQUIRE(failing(20s).says("web") ==
          "unhealthy: its check `ready` fails; it is given time after its start");
}

TEST_CASE("an unhealthy service is given sixty seconds after its start") {
  auto scene = ill(20s);
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.plan().look_again == noon.mono + 40s);
  REQUIRE(scene.later(40s).text() == restart);
}

TEST_CASE("the time after its start is the engine's own, whose clock may be another") {
  for (const core::Milliseconds ahead : {core::Milliseconds(-1h), core::Milliseconds(1h)}) {
    auto scene = ill(20s - ahead);
    scene.adjust = [ahead](reconcile::Scene& seen) { seen.engine_ahead = ahead; };
    REQUIRE(scene.text() == "nothing to do\n");
    REQUIRE(scene.later(40s).text() == restart);
  }
}

TEST_CASE("the policy's grace takes the place of the sixty seconds") {
  auto scene = ill(20s, {[](auto& one) { one.from_service.grace = 10s; }});
  REQUIRE(scene.text() == restart);
}

TEST_CASE("the start period of the check is waited for where it is longer") {
  auto scene =
      SceneBuilder()
          .service("web", {with_check(), [](auto& one) { one.healthcheck->start_period = 5min; }})
          .container("web", {in_health(Health::unhealthy), up_for(1min)});
  REQUIRE(scene.plan().look_again == noon.mono + 4min);
}

TEST_CASE("within five minutes after the host's boot the unhealthy are left alone") {
  auto scene = ill();
  scene.adjust = [](auto& one) { one.booted_at = noon.mono - 2min; };
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.plan().look_again == noon.mono + 3min);
  REQUIRE(scene.later(3min).text() == restart);
}

TEST_CASE("progress in the health log delays the restart, but not for ever") {
  auto scene = ill();
  auto& one = scene.memory.services["web"].containers[id_of("web")];
  one.unhealthy_since = noon.mono - 5min;
  one.last_progress = noon.mono - 10s;
  REQUIRE(scene.says("web") == "unhealthy: its health check fails, and its output shows progress");
  REQUIRE(scene.plan().look_again == noon.mono + 50s);
  one.unhealthy_since = noon.mono - 10min;
  REQUIRE(scene.text() == restart);
}

TEST_CASE("restarts of the unhealthy slow down and never stop") {
  const std::vector<std::pair<int, core::Milliseconds>> waits{
      {1, 10s}, {2, 20s}, {3, 5min}, {50, 5min}};
  for (const auto& [times, wait] : waits) {
    auto scene = ill();
    remedied(scene, times, 1s);
    INFO("after restart " << times);
    REQUIRE(scene.text() == "nothing to do\n");
    REQUIRE(scene.verdict("web").next_attempt == noon.mono + wait - 1s);
    REQUIRE(scene.later(wait).text() == restart);
  }
}

TEST_CASE("after three restarts in vain an operator is needed") {
  auto scene = ill();
  remedied(scene, 3, 1s);
  REQUIRE(scene.says("web") == "needs_operator: its health check fails after 3 restarts");
  REQUIRE(scene.plan().phase == model::DeploymentPhase::failed);
}

TEST_CASE("under heal suggest and off the unhealthy are only told of") {
  REQUIRE(ill(1h, {healed(model::HealMode::off)}).says("web") ==
          "unhealthy: its health check fails; healing is off");
  REQUIRE(ill(1h, {healed(model::HealMode::suggest)}).says("web") ==
          "unhealthy: its health check fails; healing is set to suggest: `evenkeel restart "
          "shop/web` may help");
  auto scene = ill();
  scene.deployment.auto_heal = false;
  REQUIRE(scene.text() == "nothing to do\n");
}

TEST_CASE("without restart among what is allowed the unhealthy are only told of") {
  REQUIRE(ill(1h, {[](auto& one) { one.from_service.allow = {"start"}; }}).says("web") ==
          "unhealthy: its health check fails; restart is not allowed");
}

TEST_CASE("a death is cured under heal off: making what should run run is not a remedy") {
  const auto scene =
      SceneBuilder().service("web", {healed(model::HealMode::off)}).container("web", {exited(1)});
  REQUIRE(reconcile::steps_now(scene.plan()) == 1);
}

TEST_CASE("an unhealthy service whose dependency is unhealthy is left in peace: the root first") {
  auto scene = SceneBuilder()
                   .service("db", {with_check()})
                   .service("web", {with_check(), needs("db", model::DependencyCondition::healthy)})
                   .container("db", {in_health(Health::unhealthy)})
                   .container("web", {in_health(Health::unhealthy)});
  REQUIRE(scene.text() == "1  restart shop/db (shop-db-1)  because its health check fails\n");
  REQUIRE(scene.says("web") == "unhealthy: its health check fails; waits for db (healthy)");
}

TEST_CASE("the ill-health of a service that waits for one stopped on purpose is left in peace") {
  auto scene = SceneBuilder()
                   .service("db")
                   .service("web", {with_check(), needs("db")})
                   .stopped("db")
                   .container("db", {exited(0)})
                   .container("web", {in_health(Health::unhealthy)});
  REQUIRE(scene.text() == "nothing to do\n");
}

TEST_CASE("dependents of an unhealthy service keep running") {
  auto scene = SceneBuilder()
                   .service("db", {with_check()})
                   .service("web", {needs("db", model::DependencyCondition::healthy)})
                   .container("db", {in_health(Health::unhealthy)})
                   .container("web");
  REQUIRE(scene.plan().steps.size() == 1);
  REQUIRE(scene.says("web") == "running");
}

TEST_CASE(
    "what is ill because of one stopped on purpose is its owner's to mend, in its grace too") {
  for (const auto age : {10s, 600s}) {
    auto scene = SceneBuilder()
                     .service("db")
                     .service("web", {needs("db"), with_check()})
                     .stopped("db")
                     .container("db", {exited(0)})
                     .container("web", {in_health(model::Health::unhealthy), up_for(age)});
    REQUIRE(scene.text() == "nothing to do\n");
    REQUIRE(scene.verdict("web").phase == model::ServicePhase::unhealthy);
    REQUIRE(scene.verdict("web").up_to_owner);
    REQUIRE(scene.verdict("web").waiting_for == std::vector<std::string>{"db (started)"});
  }
}
