// Networks that an apply defines differently, and networks that a running container has lost.
#include "support/catch.hpp"
#include "support/scene_builder.hpp"

using namespace support;
using model::ContainerState;

namespace {

const std::string because =
    "  because the network shop_default is defined differently now (generation 2)\n";

SceneBuilder redefined_under(const std::vector<std::string>& services) {
  SceneBuilder scene;
  for (const auto& name : services) scene.service(name);
  return scene.running(services).next_generation().redefined();
}

}  // namespace

TEST_CASE("a network that is defined differently is made again around what runs on it") {
  const auto scene = redefined_under({"web"});
  REQUIRE(scene.text() == "1  stop shop/web (shop-web-1)" + because +
                              "2  remove network shop_default" + because +
                              "3  create network shop_default" + because +
                              "4  connect shop/web (shop-web-1) to network shop_default"
                              "  because its network was made anew\n"
                              "5  start shop/web (shop-web-1)" +
                              because);
  const auto plan = scene.plan();
  REQUIRE_FALSE(plan.converged);
  REQUIRE(reconcile::steps_now(plan) == 5);
  REQUIRE(plan.steps[1].after == std::vector<std::size_t>{0});
  REQUIRE(plan.steps[2].after == std::vector<std::size_t>{1});
  REQUIRE(plan.steps[3].after == std::vector<std::size_t>{0, 2});
}

TEST_CASE("what runs on a changed network is not recorded as of the new generation before") {
  REQUIRE(reconcile::to_record_anew(redefined_under({"web"}).scene()).empty());
}

TEST_CASE("around a changed network dependents go down first and come back last") {
  auto scene = SceneBuilder().service("db").service("web", {needs("db")}).running({"db", "web"});
  scene.next_generation().redefined();
  const auto steps = scene.plan().steps;
  REQUIRE(steps[0].service == "web");
  REQUIRE(steps[1].service == "db");
  REQUIRE(steps[1].after == std::vector<std::size_t>{0});
  REQUIRE(steps.back().service == "web");
  REQUIRE(reconcile::steps_now(scene.plan()) == steps.size());
}

TEST_CASE("what shares the namespace of a container on a changed network goes down with it") {
  auto scene = SceneBuilder()
                   .service("vpn")
                   .service("app", {sharing_network_of("vpn")})
                   .container("vpn")
                   .container("app", {sharing(id_of("vpn"))});
  scene.next_generation().redefined();
  REQUIRE(scene.text() == "1  stop shop/app (shop-app-1)" + because +
                              "2  stop shop/vpn (shop-vpn-1)" + because +
                              "3  remove network shop_default" + because +
                              "4  create network shop_default" + because +
                              "5  connect shop/vpn (shop-vpn-1) to network shop_default"
                              "  because its network was made anew\n"
                              "6  start shop/vpn (shop-vpn-1)" +
                              because + "7  start shop/app (shop-app-1)" + because);
}

TEST_CASE("a service that changes with its network is replaced on the new one") {
  auto scene = redefined_under({"web"});
  scene.changed("web");
  const auto steps = scene.plan().steps;
  std::vector<std::string> verbs;
  for (const auto& step : steps) verbs.emplace_back(model::verb_of(step.action));
  REQUIRE(verbs == std::vector<std::string>{"stop", "remove_network", "create_network", "create",
                                            "remove", "rename", "start"});
  REQUIRE(steps[3].after == std::vector<std::size_t>{2});  // on the new network
}

TEST_CASE("what is replaced on a changed network goes down only once its new image is there") {
  auto scene = redefined_under({"web"});
  scene.changed("web").no_image("web:1");
  const auto steps = scene.plan().steps;
  REQUIRE(model::verb_of(steps[0].action) == "pull");
  REQUIRE(model::verb_of(steps[1].action) == "stop");
  REQUIRE(steps[1].after == std::vector<std::size_t>{0});
}

TEST_CASE("a changed network on which somebody else runs is left to its owner") {
  auto scene = SceneBuilder().service("web").running({"web"}).next_generation();
  scene.redefined("default", {{id_of("web"), "shop-web-1"}, {id_of("x"), "backup"}});
  const std::string why =
      "the network shop_default is defined differently now: it is made again once backup, which "
      "evenkeel was not given, is off it: run `docker network disconnect -f shop_default backup`";
  REQUIRE(scene.plan().steps.empty());
  REQUIRE_FALSE(scene.plan().converged);
  REQUIRE(scene.says("web") == "needs_operator: " + why);
  REQUIRE(reconcile::to_record_anew(scene.scene()).empty());
}

TEST_CASE("while a changed network cannot be made again, nothing new is put on the old one") {
  auto scene = SceneBuilder().service("web").running({"web"}).next_generation().changed("web");
  scene.redefined("default", {{id_of("x"), "backup"}});
  REQUIRE(scene.text() == "nothing to do\n");
}

TEST_CASE("a changed network waits for holds, pauses and other hands") {
  auto held = redefined_under({"db", "web"}).held("db");
  REQUIRE(held.text() == "nothing to do\n");
  REQUIRE(held.says("web") ==
          "waiting: the network shop_default is defined differently now: it is made again once the "
          "hold on db has ended");
  auto paused = redefined_under({"web"});
  paused.of("web").state = ContainerState::paused;
  REQUIRE(paused.text() == "nothing to do\n");
  auto foreign = redefined_under({"web"});
  foreign.adjust = [](auto& scene) { scene.foreign = reconcile::ForeignWork{noon.mono + 5s, {}}; };
  REQUIRE(foreign.text() == "nothing to do\n");
  REQUIRE(foreign.verdict("web").phase == model::ServicePhase::changing_elsewhere);
}

TEST_CASE("a service stopped on purpose stays down while its network is made again") {
  auto scene = redefined_under({"db", "web"}).stopped("db");
  exited(0)(scene.of("db"));
  for (const auto& step : scene.plan().steps) REQUIRE(step.service != "db");
  REQUIRE(scene.plan().steps.size() == 5);
}

TEST_CASE("another hash on a network alone changes nothing: there has to be an apply") {
  REQUIRE(SceneBuilder().service("web").running({"web"}).redefined().text() == "nothing to do\n");
}

TEST_CASE("a network without a config-hash, or of somebody else, is left alone") {
  auto bare = redefined_under({"web"});
  bare.seen.networks[0].labels.erase("com.docker.compose.config-hash");
  REQUIRE(bare.text() == "nothing to do\n");
  auto foreign = redefined_under({"web"});
  foreign.seen.networks[0].labels["com.docker.compose.project"] = "other";
  REQUIRE(foreign.text() == "nothing to do\n");
}

TEST_CASE("what an engine client made is its owner's word on networks too") {
  auto scene = redefined_under({"web"});
  scene.deployment.current.source.kind = model::SourceKind::engine;
  REQUIRE(scene.text() == "nothing to do\n");
}

TEST_CASE("a volume that is defined differently stays, and the plan says so") {
  auto scene =
      SceneBuilder().volume("data").service("web", {using_volume("data")}).running({"web"});
  scene.spec.volumes.at("data").config_hash = "new";
  scene.seen.volumes[0].labels["com.docker.compose.config-hash"] = "old";
  scene.adjust = [](auto& one) { one.unanswered = true; };
  REQUIRE(scene.plan().converged);
  REQUIRE(
      scene.whole_text() ==
      "nothing to do now\n"
      "note: the volume shop_data is defined differently now and stays as it is, with its data: "
      "to have it made anew, remove it with `docker volume rm shop_data` while nothing uses "
      "it\n");
}

TEST_CASE("a running container that lost its network gets it back without a restart") {
  auto scene = SceneBuilder().service("web").running({"web"}).no_network();
  scene.of("web").networks.clear();
  REQUIRE(scene.text() ==
          "1  create network shop_default  because it is missing\n"
          "2  connect shop/web (shop-web-1) to network shop_default  because it is not connected "
          "to the network shop_default\n");
  REQUIRE(scene.plan().steps[1].after == std::vector<std::size_t>{0});
  REQUIRE_FALSE(scene.plan().converged);
}

TEST_CASE("a running container that was disconnected is connected to the network that is there") {
  auto scene = SceneBuilder().service("web").running({"web"});
  scene.of("web").networks.clear();
  REQUIRE(scene.plan().steps.size() == 1);
  REQUIRE(model::verb_of(scene.plan().steps[0].action) == "connect_network");
}

TEST_CASE("a lost network is no business of ours while an engine client is at work") {
  auto scene = SceneBuilder().service("web").running({"web"}).no_network();
  scene.of("web").networks.clear();
  scene.adjust = [](auto& one) { one.foreign = reconcile::ForeignWork{noon.mono + 5s, {}}; };
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.verdict("web").phase == model::ServicePhase::changing_elsewhere);
}

TEST_CASE("a container whose network mode admits no network is not connected to one") {
  const auto mode = GENERATE("host", "none", "container:abc");
  auto scene = SceneBuilder().service("web").running({"web"});
  scene.of("web").networks.clear();
  scene.of("web").network_mode = mode;
  REQUIRE(scene.text() == "nothing to do\n");
}

TEST_CASE("a lost external network is the owner's to make") {
  auto scene = SceneBuilder().external_network("proxy", false).service("web", {[](auto& one) {
                                                                         one.networks["proxy"] = {};
                                                                       }});
  scene.container("web");
  REQUIRE(scene.says("web") ==
          "needs_operator: the external network proxy is not there: create it with `docker network "
          "create proxy`");
}
