// Bringing up what should run: from nothing, after deaths, in dependency order.
#include "support/catch.hpp"
#include "support/scene_builder.hpp"

using namespace support;
using model::ContainerState;
using model::DependencyCondition;
using model::FaultClass;
using model::FaultKind;
using model::Health;
using model::RestartMode;

TEST_CASE("a deployment in which all runs has nothing to do and is converged") {
  const auto scene =
      SceneBuilder().service("db").service("web", {needs("db")}).running({"db", "web"});
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.plan().converged);
  REQUIRE(scene.plan().phase == model::DeploymentPhase::converged);
  REQUIRE(scene.says("web") == "running");
}

TEST_CASE(
    "a new deployment is brought up from nothing: networks, volumes, containers, dependencies "
    "first") {
  auto scene = SceneBuilder()
                   .service("db", {using_volume("data")})
                   .service("web", {needs("db")})
                   .volume("data", false)
                   .no_network();
  REQUIRE(scene.text() ==
          "1  create network shop_default  because it is missing\n"
          "2  create volume shop_data  because it is missing\n"
          "3  create shop/db (shop-db-1) from db:1  because it is missing\n"
          "4  start shop/db (shop-db-1)  because it is missing\n"
          "5  create shop/web (shop-web-1) from web:1  because it is missing\n"
          "6  start shop/web (shop-web-1)  because it is missing\n");
  REQUIRE(scene.plan().steps[5].after == std::vector<std::size_t>{4, 3});
  REQUIRE(scene.plan().phase == model::DeploymentPhase::converging);
}

TEST_CASE("creating does not wait for the start of a dependency, only starting does") {
  const auto steps = SceneBuilder().service("db").service("web", {needs("db")}).plan().steps;
  REQUIRE(steps[2].after.empty());
}

TEST_CASE("a service that died is started at once") {
  const auto scene =
      SceneBuilder().service("web").container("web", {exited(137)}).died("web", 1, 0ms, 137);
  REQUIRE(scene.text() == "1  start shop/web (shop-web-1)  because it exited with 137\n");
  REQUIRE(scene.says("web") == "starting: it exited with 137");
}

TEST_CASE("a service that ran out of memory says so") {
  const auto scene = SceneBuilder().service("web").container(
      "web", {exited(137), [](auto& one) { one.oom_killed = true; }});
  REQUIRE(scene.text() ==
          "1  start shop/web (shop-web-1)  because it ran out of memory and exited with 137\n");
}

TEST_CASE("a service whose container was created but never started is started") {
  const auto scene = SceneBuilder().service("web").container("web", {created()});
  REQUIRE(scene.text() == "1  start shop/web (shop-web-1)  because it was not started yet\n");
}

TEST_CASE("a deleted container is made again under its name and started") {
  const auto scene = SceneBuilder().service("web");
  REQUIRE(scene.text() ==
          "1  create shop/web (shop-web-1) from web:1  because it is missing\n"
          "2  start shop/web (shop-web-1)  because it is missing\n");
}

TEST_CASE("a container_name is the name of the container") {
  const auto scene =
      SceneBuilder().service("web", {[](auto& one) { one.container_name = "front"; }});
  REQUIRE(scene.text() ==
          "1  create shop/web (front) from web:1  because it is missing\n"
          "2  start shop/web (front)  because it is missing\n");
}

TEST_CASE("a dead container is removed and made again") {
  const auto scene =
      SceneBuilder().service("web").container("web", {in_state(ContainerState::dead)});
  REQUIRE(scene.text() ==
          "1  remove shop/web (shop-web-1)  because the engine could not remove it: it is dead\n"
          "2  create shop/web (shop-web-1) from web:1  because the engine could not remove it: it "
          "is dead\n"
          "3  start shop/web (shop-web-1)  because the engine could not remove it: it is dead\n");
}

TEST_CASE("a container that is being removed is waited for") {
  const auto scene =
      SceneBuilder().service("web").container("web", {in_state(ContainerState::removing)});
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.plan().look_again == noon.mono + 1s);
}

TEST_CASE("a paused container is left alone") {
  const auto scene =
      SceneBuilder().service("web").container("web", {in_state(ContainerState::paused)});
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.says("web") == "paused: it is paused: `docker unpause shop-web-1` lets it go on");
  REQUIRE_FALSE(scene.plan().converged);
}

TEST_CASE("a stale network is connected anew before the start") {
  const auto scene = SceneBuilder().service("web").container(
      "web", {exited(1), on_network("shop_default", "net-old")});
  REQUIRE(scene.text() ==
          "1  connect shop/web (shop-web-1) to network shop_default  because its network was made "
          "anew\n"
          "2  start shop/web (shop-web-1)  because it exited with 1\n");
}

TEST_CASE("a network removed while all was stopped is made again and connected before the start") {
  const auto scene = SceneBuilder().service("web").container("web", {exited(1)}).no_network();
  REQUIRE(scene.text() ==
          "1  create network shop_default  because it is missing\n"
          "2  connect shop/web (shop-web-1) to network shop_default  because its network was made "
          "anew\n"
          "3  start shop/web (shop-web-1)  because it exited with 1\n");
}

TEST_CASE("a container that was never started needs its network only to be there") {
  const auto scene = SceneBuilder().service("web").container("web", {created()}).no_network();
  REQUIRE(scene.text() ==
          "1  create network shop_default  because it is missing\n"
          "2  start shop/web (shop-web-1)  because it was not started yet\n");
}

TEST_CASE("a container bound to the id of a network that is gone is made anew") {
  const auto scene = SceneBuilder().service("web").container(
      "web", {exited(1), [](auto& one) { one.network_mode = std::string(64, 'a'); }});
  REQUIRE(scene.plan().steps.size() == 4);
  REQUIRE(scene.plan().steps[0].because == "a network that it was made for is gone for good");
}

TEST_CASE("a container that no reconnect cures is made anew") {
  auto scene = SceneBuilder()
                   .service("web")
                   .container("web", {exited(1)})
                   .failed("web", 2, 10s, FaultKind::network_stale, FaultClass::repairable);
  REQUIRE(scene.plan().steps.size() == 4);
  REQUIRE(scene.plan().steps[0].because == "a network that it was made for is gone for good");
}

TEST_CASE("a container that its engine starts no more is made anew, where that is allowed") {
  const auto scene_of = [](FaultClass klass, std::vector<std::string> allow) {
    auto scene = SceneBuilder()
                     .service("web", {[allow](auto& one) {
                                one.scale = 2;
                                if (!allow.empty()) one.from_service.allow = allow;
                              }})
                     .container("web", {exited(255)})
                     .container("web", {exited(1)}, 2);
    const model::Fault fault{FaultKind::task_exists, klass, 409, "the engine refused", "starting"};
    reconcile::note_start_refused(scene.memory.services["web"], scene.of("web").id, fault);
    return scene;
  };
  const auto anew = scene_of(FaultClass::repairable, {});
  REQUIRE(anew.plan().steps.size() == 4 + 1);
  REQUIRE(anew.plan().steps[0].because ==
          "its engine holds on to an earlier run of it, and starts it no more");
  REQUIRE(anew.text().find("start shop/web (shop-web-2)  because it exited with 1") !=
          std::string::npos);
  REQUIRE(scene_of(FaultClass::repairable, {"start"}).plan().steps.size() == 2);
  // Nobody here can tell whether it runs on.
  REQUIRE(scene_of(FaultClass::config, {}).text().find("create") == std::string::npos);
}

TEST_CASE("a missing external network needs an operator and names the command") {
  const auto scene =
      SceneBuilder().external_network("proxy", false).service("web", {[](auto& one) {
                                                                one.networks["proxy"] = {};
                                                              }});
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.says("web") ==
          "needs_operator: the external network proxy is not there: create it with `docker network "
          "create proxy`");
  REQUIRE(scene.plan().phase == model::DeploymentPhase::failed);
}

TEST_CASE("a missing external volume needs an operator and names the command") {
  const auto scene =
      SceneBuilder().volume("media", false, true).service("web", {using_volume("media")});
  REQUIRE(scene.says("web") ==
          "needs_operator: the external volume media is not there: create it with `docker volume "
          "create media`");
}

TEST_CASE("networks are not made for what is stopped on purpose") {
  const auto scene =
      SceneBuilder().service("web").no_network().stopped("web", model::StopProof::removed);
  REQUIRE(scene.text() == "nothing to do\n");
}

TEST_CASE("two services in one network make it once") {
  const auto scene = SceneBuilder().service("a").service("b").no_network();
  const auto steps = scene.plan().steps;
  REQUIRE(steps.size() == 5);
  REQUIRE(steps[3].after == std::vector<std::size_t>{0});
}

TEST_CASE("a name taken by a container that is not ours needs an operator") {
  auto scene = SceneBuilder().service("web");
  scene.seen.containers.push_back(
      {.id = std::string(64, 'f'), .name = "shop-web-1", .state = ContainerState::running});
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.says("web") ==
          "needs_operator: its name shop-web-1 is taken by a container that evenkeel was not "
          "given: rename or remove that");
}

TEST_CASE("a container of ours without a record is left to those who made it") {
  auto scene = SceneBuilder().service("web").container("web");
  scene.deployment.containers.clear();
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.says("web") ==
          "changing_elsewhere: an engine client made shop-web-1; it is looked at first");
}

TEST_CASE("one-off containers are not looked at") {
  auto scene = SceneBuilder().service("web").container("web");
  auto oneoff = scene.of("web");
  oneoff.id = id_of("oneoff");
  oneoff.name = "shop-web-run-1";
  oneoff.labels["com.docker.compose.oneoff"] = "True";
  oneoff.state = ContainerState::exited;
  scene.seen.containers.push_back(oneoff);
  REQUIRE(scene.text() == "nothing to do\n");
}

TEST_CASE("a health check that has not passed yet is not converged") {
  const auto scene =
      SceneBuilder().service("web", {with_check()}).container("web", {in_health(Health::starting)});
  REQUIRE_FALSE(scene.plan().converged);
  REQUIRE(scene.says("web") == "starting: its health check has not passed yet");
}
