// The engine's own policies, backoff, budget and breaker.
#include "support/catch.hpp"
#include "support/scene_builder.hpp"

using namespace support;
using model::ContainerState;
using model::FaultClass;
using model::FaultKind;
using model::RestartMode;
using model::ServicePhase;

TEST_CASE("a container that the engine restarts is watched") {
  const auto scene = SceneBuilder().service("web").container(
      "web", {in_state(ContainerState::restarting), [](auto& one) { one.exit_code = 1; }});
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.says("web") ==
          "restarting: the engine restarts it by its own policy (it exited with 1)");
}

TEST_CASE("a restart that the engine owes for longer than its longest pause is made by us") {
  auto scene = SceneBuilder().service("web").container(
      "web", {exited(137, 89s), in_state(ContainerState::restarting)});
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.plan().look_again == noon.mono + 1s);
  REQUIRE(scene.later(1s).text() ==
          "1  restart shop/web (shop-web-1)  because the engine was to restart it and has not (it "
          "exited with 137)\n");
}

TEST_CASE("what was restarting when the engine died is restarted by us soon after its return") {
  auto scene = SceneBuilder().service("web").container(
      "web", {exited(137, 30s), in_state(ContainerState::restarting)});
  scene.adjust = [](reconcile::Scene& built) { built.engine_started_at = noon.wall - 5s; };
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(reconcile::steps_now(scene.later(5s).plan()) == 1);
}

TEST_CASE("what the engine has lost, and only a person can end, says so with the command") {
  auto scene = SceneBuilder().service("web").container(
      "web", {exited(137, 2h), in_state(ContainerState::restarting)});
  const model::Fault lost{FaultKind::end_unseen, FaultClass::config, 500,
                          "it did not end: on the engine's host, run `kill`", "restarting web"};
  reconcile::note_attempt_failed(scene.memory.services["web"], lost, 3, noon);
  CHECK(scene.text() == "nothing to do\n");
  CHECK(scene.says("web") ==
        "needs_operator: restarting web: it did not end: on the engine's host, run `kill` (1 "
        "attempt)");
}

TEST_CASE(
    "a container just exited under a policy that will act is left to the engine for two seconds") {
  for (const auto mode :
       {RestartMode::always, RestartMode::unless_stopped, RestartMode::on_failure}) {
    auto scene = SceneBuilder().service("web").container("web", {exited(1, 0s), under(mode)});
    REQUIRE(scene.text() == "nothing to do\n");
    REQUIRE(scene.verdict("web").phase == ServicePhase::restarting);
    REQUIRE(scene.plan().look_again == noon.mono + 2s);
    REQUIRE(reconcile::steps_now(scene.later(2s).plan()) == 1);
  }
}

TEST_CASE("a container just exited under a policy that will not act is started at once") {
  const std::vector<std::vector<Container>> scenes{
      {exited(0, 0s), under(RestartMode::no)},
      {exited(1, 0s), under(RestartMode::no)},
      {exited(0, 0s), under(RestartMode::on_failure)},
      {exited(1, 0s), under(RestartMode::on_failure, 3), [](auto& one) { one.restart_count = 3; }},
  };
  for (const auto& changes : scenes) {
    REQUIRE(
        reconcile::steps_now(
            SceneBuilder().service("web", {published("80")}).container("web", changes).plan()) ==
        1);
  }
}

TEST_CASE(
    "what ended before the engine started is ours: the engine had its turn at its own start") {
  auto scene = SceneBuilder().service("web").container(
      "web", {exited(0, 1s), under(RestartMode::unless_stopped)});
  scene.adjust = [](auto& one) { one.engine_started_at = noon.wall - 500ms; };
  REQUIRE(scene.text() == "1  start shop/web (shop-web-1)  because it exited with 0\n");
}

TEST_CASE("in a recovery pass the engine has had its turn") {
  auto scene = SceneBuilder().service("web").container(
      "web", {exited(0, 0s), under(RestartMode::unless_stopped)});
  scene.adjust = [](auto& one) { one.recovery = true; };
  REQUIRE(reconcile::steps_now(scene.plan()) == 1);
}

TEST_CASE("a failed start is never retried by the engine: it is ours") {
  const auto scene = SceneBuilder().service("web").container(
      "web", {failed_start("port is already allocated"), under(RestartMode::always)});
  REQUIRE(
      scene.text() ==
      "1  start shop/web (shop-web-1)  because its last start failed: port is already allocated\n");
}

TEST_CASE(
    "a service that died twice waits ten seconds before the next start, then twenty, at most five "
    "minutes") {
  const std::vector<std::pair<int, core::Milliseconds>> waits{
      {1, 0s}, {2, 10s}, {3, 20s}, {4, 40s}, {5, 80s}, {6, 160s}, {7, 300s}, {20, 300s}};
  for (const auto& [deaths, wait] : waits) {
    auto scene =
        SceneBuilder().service("web").container("web", {exited(1)}).died("web", deaths, 0s);
    INFO("after death " << deaths);
    if (wait > 0s) {
      REQUIRE(scene.text() == "nothing to do\n");
      REQUIRE(scene.verdict("web").next_attempt == noon.mono + wait);
      REQUIRE(scene.plan().look_again == noon.mono + wait);
    }
    REQUIRE(reconcile::steps_now(scene.later(wait).plan()) == 1);
  }
}

TEST_CASE("a crash loop says how often it died and with what") {
  const auto scene =
      SceneBuilder().service("web").container("web", {exited(3)}).died("web", 2, 1s, 3);
  REQUIRE(scene.says("web") == "backoff: it died 2 times in a row, the last time with 3");
}

TEST_CASE("a crash loop at the slowest pace needs an operator and goes on being tried") {
  auto scene = SceneBuilder().service("web").container("web", {exited(3)}).died("web", 7, 1s, 3);
  REQUIRE(scene.verdict("web").phase == ServicePhase::needs_operator);
  REQUIRE(reconcile::steps_now(scene.later(5min).plan()) == 1);
}

TEST_CASE("what died twice lately is not converged before it ran for ten seconds") {
  auto scene = SceneBuilder().service("web").container("web", {up_for(3s)}).died("web", 2, 4s);
  REQUIRE_FALSE(scene.plan().converged);
  REQUIRE(scene.plan().look_again == noon.mono + 7s);
  REQUIRE(scene.later(7s).plan().converged);
}

TEST_CASE("a failed attempt is repeated after ten seconds") {
  auto scene = SceneBuilder()
                   .service("web")
                   .container("web", {failed_start("x")})
                   .failed("web", 1, 4s, FaultKind::port_taken_by_process, FaultClass::transient);
  REQUIRE(scene.says("web") == "backoff: starting shop-web-1: the engine refused (1 attempt)");
  REQUIRE(scene.verdict("web").next_attempt == noon.mono + 6s);
  REQUIRE(reconcile::steps_now(scene.later(6s).plan()) == 1);
}

TEST_CASE(
    "after three failed attempts an operator is needed, and it is tried again every five minutes") {
  auto scene = SceneBuilder()
                   .service("web")
                   .container("web", {failed_start("x")})
                   .failed("web", 3, 4s, FaultKind::port_taken_by_process, FaultClass::transient);
  REQUIRE(scene.says("web") ==
          "needs_operator: starting shop-web-1: the engine refused (3 attempts)");
  REQUIRE(scene.verdict("web").next_attempt == noon.mono + 296s);
  REQUIRE(scene.plan().phase == model::DeploymentPhase::failed);
  scene.later(296s);
  REQUIRE(reconcile::steps_now(scene.plan()) == 1);
  REQUIRE(scene.verdict("web").phase == ServicePhase::needs_operator);
}

TEST_CASE("a fault of configuration needs an operator at once") {
  const auto scene = SceneBuilder()
                         .service("web")
                         .container("web", {failed_start("x")})
                         .failed("web", 1, 4s, FaultKind::exec_not_found, FaultClass::config);
  REQUIRE(scene.verdict("web").phase == ServicePhase::needs_operator);
  REQUIRE(scene.verdict("web").next_attempt == noon.mono + 296s);
}

TEST_CASE("a fault of the engine counts nothing") {
  const auto scene = SceneBuilder()
                         .service("web")
                         .container("web", {exited(1)})
                         .failed("web", 5, 0s, FaultKind::engine_unreachable, FaultClass::engine);
  REQUIRE(reconcile::steps_now(scene.plan()) == 1);
}

TEST_CASE(
    "a first repairable fault does not delay the action it leads to, a second of its kind does") {
  auto scene = SceneBuilder()
                   .service("web")
                   .container("web", {exited(1)})
                   .failed("web", 1, 0s, FaultKind::network_stale, FaultClass::repairable);
  REQUIRE(reconcile::steps_now(scene.plan()) == 1);
  scene.failed("web", 1, 0s, FaultKind::network_stale, FaultClass::repairable);
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.plan().look_again == noon.mono + 10s);
}

TEST_CASE("without budget a first start is made and a second is not") {
  auto scene = SceneBuilder()
                   .service("a")
                   .service("b")
                   .container("a", {exited(1)})
                   .container("b", {exited(1)})
                   .died("a", 1, 1min)
                   .died("b", 2, 1min);
  scene.adjust = [](auto& one) {
    one.allowance = reconcile::Allowance::first_attempts;
    one.allowance_changes_at = noon.mono + 3min;
  };
  REQUIRE(scene.text() == "1  start shop/a (shop-a-1)  because it exited with 1\n");
  REQUIRE(scene.says("b") ==
          "backoff: it exited with 1; the healing budget of the host is used up");
  REQUIRE(scene.plan().look_again == noon.mono + 3min);
}

TEST_CASE("what the owner asked for and a recovery pass cost no budget") {
  auto scene = SceneBuilder().service("a").container("a", {exited(1)}).died("a", 2, 1min);
  scene.adjust = [](auto& one) {
    one.allowance = reconcile::Allowance::nothing;
    one.owner_asked = true;
  };
  REQUIRE(reconcile::steps_now(scene.plan()) == 1);
  REQUIRE_FALSE(reconcile::costs_budget(scene.plan().steps[0], scene.scene()));
}

TEST_CASE("second starts, replacements and pulls cost budget; first starts and creations do not") {
  const auto first = SceneBuilder().service("a").container("a", {exited(1)}).died("a", 1, 1min);
  REQUIRE_FALSE(reconcile::costs_budget(first.plan().steps[0], first.scene()));
  const auto second = SceneBuilder().service("a").container("a", {exited(1)}).died("a", 2, 1min);
  REQUIRE(reconcile::costs_budget(second.plan().steps[0], second.scene()));
  const auto missing = SceneBuilder().service("a").no_image("a:1");
  REQUIRE(reconcile::costs_budget(missing.plan().steps[0], missing.scene()));
  REQUIRE_FALSE(reconcile::costs_budget(missing.plan().steps[1], missing.scene()));
}

TEST_CASE("after the breaker one service at a time is healed") {
  auto scene = SceneBuilder()
                   .service("a")
                   .service("b")
                   .container("a", {exited(1)})
                   .container("b", {exited(1)});
  scene.adjust = [](auto& one) { one.allowance = reconcile::Allowance::one_service; };
  REQUIRE(scene.text() == "1  start shop/a (shop-a-1)  because it exited with 1\n");
  REQUIRE(scene.says("b") ==
          "backoff: it exited with 1; many services failed at once: one at a time, a first");
}

TEST_CASE("after the breaker a deployment waits for the service of another one") {
  auto scene = SceneBuilder().service("a").container("a", {exited(1)});
  scene.adjust = [](auto& one) {
    one.allowance = reconcile::Allowance::one_service;
    one.turn_of = "mail";
  };
  REQUIRE(scene.plan().steps.empty());
  REQUIRE(scene.says("a") ==
          "backoff: it exited with 1; many services failed at once: one at a time, mail first");
}

TEST_CASE(
    "while the breaker is open nothing is healed, but what was stopped on purpose is still "
    "stopped") {
  auto scene = SceneBuilder()
                   .service("a")
                   .service("b")
                   .stopped("b")
                   .container("a", {exited(1)})
                   .container("b");
  scene.adjust = [](auto& one) { one.allowance = reconcile::Allowance::nothing; };
  REQUIRE(scene.plan().steps.size() == 1);
  REQUIRE(model::verb_of(scene.plan().steps[0].action) == "stop");
}
