// What belongs to the whole deployment and cannot be made or removed, and containers that cannot
// be ended: tried again ever more slowly, and told of.
#include "support/catch.hpp"
#include "support/scene_builder.hpp"

using namespace support;
using model::DeploymentPhase;
using model::FaultClass;
using model::FaultKind;
using model::ServicePhase;

namespace {

const std::string network = reconcile::shared_object(model::CreateNetwork{"default"});
const std::string volume = reconcile::shared_object(model::CreateVolume{"data"});

void fail(SceneBuilder& scene, const std::string& object, FaultClass klass, int times,
          core::Milliseconds ago, FaultKind kind = FaultKind::engine_error) {
  const model::Fault fault{kind, klass, 500, "the engine refused", "trying it"};
  for (int i = 0; i < times; ++i) {
    reconcile::note_attempt_failed(scene.memory.objects[object], fault, scene.settings.attempts,
                                   {scene.now.wall - ago, scene.now.mono - ago});
  }
}

std::string stop_of(const std::string& service) {
  return reconcile::end_object(model::StopContainer{id_of(service), "", {}});
}

SceneBuilder removed(const std::string& service) {
  auto scene = SceneBuilder().service(service).no_network();
  return scene;
}

}  // namespace

TEST_CASE("a network that could not be made is tried again after a pause, and all say why") {
  auto scene = SceneBuilder().service("db").service("web", {needs("db")}).no_network();
  fail(scene, network, FaultClass::transient, 1, 4s);
  REQUIRE(scene.text() == "nothing to do\n");
  const auto db = scene.verdict("db");
  REQUIRE(db.phase == ServicePhase::backoff);
  REQUIRE(db.why == "trying it: the engine refused (1 attempt)");
  REQUIRE(db.next_attempt == noon.mono + 6s);
  REQUIRE(scene.verdict("web").next_attempt == noon.mono + 6s);
  REQUIRE(scene.plan().phase == DeploymentPhase::degraded);
  REQUIRE(scene.plan().look_again == noon.mono + 6s);
  scene.later(6s);
  REQUIRE(scene.text().starts_with("1  create network shop_default"));
}

TEST_CASE("a network that cannot be made needs a person, and is tried at the slowest pace") {
  for (const auto& [klass, times] :
       {std::pair{FaultClass::config, 1}, std::pair{FaultClass::transient, 3}}) {
    auto scene = removed("web");
    fail(scene, network, klass, times, 0s);
    REQUIRE(scene.verdict("web").phase == ServicePhase::needs_operator);
    REQUIRE(scene.verdict("web").next_attempt == noon.mono + scene.settings.backoff.max);
    REQUIRE(scene.plan().phase == DeploymentPhase::failed);
    // While it is tried it is no better.
    scene.later(scene.settings.backoff.max);
    REQUIRE(reconcile::steps_now(scene.plan()) > 0);
    REQUIRE(scene.verdict("web").phase == ServicePhase::needs_operator);
  }
}

TEST_CASE("a network that cannot be made keeps nobody from running who does not need it") {
  auto scene = SceneBuilder().service("web").service("free").no_network();
  scene.spec.services["free"].networks.clear();
  fail(scene, network, FaultClass::config, 1, 0s);
  REQUIRE(scene.text() ==
          "1  create shop/free (shop-free-1) from free:1  because it is missing\n"
          "2  start shop/free (shop-free-1)  because it is missing\n");
}

TEST_CASE("a container that is there waits for its network too, and what runs is left alone") {
  auto scene = SceneBuilder()
                   .service("web")
                   .service("db")
                   .container("web", {exited(1)})
                   .container("db")
                   .no_network();
  fail(scene, network, FaultClass::config, 1, 0s);
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.verdict("web").phase == ServicePhase::needs_operator);
}

TEST_CASE("a volume that cannot be made is waited for by those that mount it") {
  auto scene = SceneBuilder()
                   .service("db", {using_volume("data")})
                   .service("web")
                   .volume("data", false)
                   .container("web");
  fail(scene, volume, FaultClass::config, 1, 0s);
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.verdict("db").phase == ServicePhase::needs_operator);
  REQUIRE(scene.verdict("web").phase == ServicePhase::running);
  // It needs it for a new container only.
  scene.container("db", {exited(1)});
  REQUIRE(scene.text() == "1  start shop/db (shop-db-1)  because it exited with 1\n");
}

TEST_CASE("what is there by now is held against nobody") {
  auto scene = SceneBuilder().service("web", {using_volume("data")}).volume("data");
  fail(scene, network, FaultClass::config, 1, 0s);
  fail(scene, volume, FaultClass::config, 1, 0s);
  fail(scene, stop_of("gone"), FaultClass::transient, 1, 0s);
  scene.container("web", {exited(0)});
  fail(scene, stop_of("web"), FaultClass::transient, 1, 0s);
  reconcile::note_objects(scene.memory, scene.spec, scene.seen);
  REQUIRE(scene.memory.objects.empty());
}

TEST_CASE("a changed network whose removal or creation failed is not tried without a pause") {
  for (const bool removal : {true, false}) {
    auto scene = SceneBuilder().service("web").running({"web"}).next_generation().redefined();
    const auto id = scene.seen.networks.front().id;
    fail(scene,
         removal ? reconcile::shared_object(model::RemoveNetwork{id, "shop_default"}) : network,
         FaultClass::transient, 1, 0s);
    REQUIRE(scene.text() == "nothing to do\n");
    REQUIRE(scene.verdict("web").next_attempt == noon.mono + 10s);
  }
}

TEST_CASE("a container that could not be stopped is tried again after a pause") {
  auto scene = SceneBuilder().service("web").stopped("web").container("web");
  fail(scene, stop_of("web"), FaultClass::transient, 1, 4s);
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE_FALSE(scene.plan().converged);
  REQUIRE(scene.verdict("web").phase == ServicePhase::backoff);
  REQUIRE(scene.verdict("web").why.ends_with("trying it: the engine refused (1 attempt)"));
  REQUIRE(scene.verdict("web").next_attempt == noon.mono + 6s);
  scene.later(6s);
  REQUIRE(reconcile::steps_now(scene.plan()) == 1);
}

TEST_CASE("what is left of a removed service and could not be ended is tried after a pause") {
  auto scene = SceneBuilder().service("old").service("web").running({"old", "web"});
  scene.spec.services.erase("old");
  fail(scene, stop_of("old"), FaultClass::transient, 3, 0s);
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE_FALSE(scene.plan().converged);
  REQUIRE(scene.plan().phase == DeploymentPhase::failed);
  REQUIRE(scene.plan().notes ==
          std::vector<std::string>{"trying it: the engine refused (3 attempts)"});
  REQUIRE(scene.plan().look_again == noon.mono + scene.settings.backoff.max);
}

TEST_CASE("a replica too many that could not be ended is tried after a pause") {
  auto scene = SceneBuilder().service("web").container("web").container("web", {}, 2);
  fail(scene, reconcile::end_object(model::StopContainer{id_of("web", 2), "", {}}),
       FaultClass::transient, 1, 0s);
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE_FALSE(scene.plan().converged);
}

TEST_CASE("a deletion waits between its attempts, and is not over before the last") {
  auto scene = SceneBuilder().service("db").container("db");
  scene.deployment.deleting = true;
  fail(scene, stop_of("db"), FaultClass::transient, 1, 0s);
  REQUIRE(scene.plan().steps.empty());
  REQUIRE_FALSE(scene.plan().converged);
  REQUIRE(scene.plan().phase == DeploymentPhase::degraded);
  REQUIRE(scene.verdict("db").next_attempt == noon.mono + 10s);
  REQUIRE(scene.verdict("db").why.starts_with("it is being deleted; "));
}

TEST_CASE("a network that cannot be removed keeps a deletion from its end, and is told of") {
  auto scene = SceneBuilder().service("db");
  scene.deployment.deleting = true;
  const auto id = scene.seen.networks.front().id;
  fail(scene, reconcile::shared_object(model::RemoveNetwork{id, "shop_default"}),
       FaultClass::transient, 3, 0s);
  REQUIRE(scene.plan().steps.empty());
  REQUIRE_FALSE(scene.plan().converged);
  REQUIRE(scene.plan().phase == DeploymentPhase::failed);
  REQUIRE(scene.verdict("db").why.find("the engine refused (3 attempts)") != std::string::npos);
}

TEST_CASE("a deletion removes the networks of its project that earlier generations made") {
  auto scene = SceneBuilder().service("db").external_network("ours", true);
  scene.deployment.deleting = true;
  const auto seen = [&](const std::string& name, const std::string& project) {
    scene.seen.networks.push_back({.id = "id of " + name, .name = name});
    scene.seen.networks.back().labels["com.docker.compose.project"] = project;
  };
  seen("old", "shop");
  seen("another's", "blog");
  seen(scene.spec.networks.at("ours").name, "shop");  // declared external since
  REQUIRE(scene.text() ==
          "1  remove network shop_default  because the deployment is deleted\n"
          "2  remove network old  because the deployment is deleted\n");
}

TEST_CASE("a deletion leaves the networks and volumes that others use") {
  auto scene = SceneBuilder().service("db").volume("data");
  scene.deployment.deleting = scene.deployment.delete_volumes = true;
  const auto id = scene.seen.networks.front().id;
  for (const int times : {1, 2}) {
    scene.memory.objects.clear();
    fail(scene, reconcile::shared_object(model::RemoveNetwork{id, "shop_default"}),
         FaultClass::repairable, times, 0s, FaultKind::network_in_use);
    fail(scene, reconcile::shared_object(model::RemoveVolume{"shop_data"}), FaultClass::repairable,
         times, 0s, FaultKind::in_use);
    // The first time it may be one of its own that is just going.
    REQUIRE(scene.plan().steps.size() == (times == 1 ? 2U : 0U));
    REQUIRE(scene.plan().converged == (times == 2));
  }
}
