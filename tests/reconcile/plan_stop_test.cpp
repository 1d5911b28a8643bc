// What is stopped on purpose stays stopped; what is deleted goes; what others change is left
// alone.
#include "core/time_text.hpp"
#include "support/catch.hpp"
#include "support/scene_builder.hpp"

using namespace support;
using model::ContainerState;
using model::DependencyCondition;

namespace {
const std::string on_purpose = "stopped on purpose by anna (uid 1000) through evenkeel at " +
                               core::local_text(noon.wall - 24h);
}

TEST_CASE("a service stopped on purpose stays stopped and says who stopped it") {
  const auto scene = SceneBuilder().service("web").stopped("web").container("web", {exited(0)});
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.says("web") == "stopped: " + on_purpose);
  REQUIRE(scene.plan().phase == model::DeploymentPhase::stopped);
  REQUIRE(scene.plan().converged);
}

TEST_CASE("a service stopped on purpose that runs is stopped again, whatever its restart policy") {
  const auto scene = SceneBuilder().service("web").stopped("web").container(
      "web", {under(model::RestartMode::always)});
  REQUIRE(scene.text() == "1  stop shop/web (shop-web-1)  because " + on_purpose + "\n");
}

TEST_CASE("a service stopped on purpose whose container the engine restarts is stopped") {
  const auto scene = SceneBuilder().service("web").stopped("web").container(
      "web", {in_state(ContainerState::restarting)});
  REQUIRE(reconcile::steps_now(scene.plan()) == 1);
}

TEST_CASE("dependents are stopped first") {
  const auto scene = SceneBuilder()
                         .service("db")
                         .service("web", {needs("db")})
                         .stopped("db")
                         .stopped("web")
                         .running({"db", "web"});
  REQUIRE(scene.text() == "1  stop shop/web (shop-web-1)  because " + on_purpose +
                              "\n2  stop shop/db (shop-db-1)  because " + on_purpose + "\n");
  REQUIRE(scene.plan().steps[1].after == std::vector<std::size_t>{0});
}

TEST_CASE("a paused container is stopped for the owner's verb, and for nobody else") {
  auto scene = SceneBuilder().service("web").stopped("web").container(
      "web", {in_state(ContainerState::paused)});
  REQUIRE(scene.text() == "1  stop shop/web (shop-web-1)  because " + on_purpose + "\n");
  REQUIRE(scene.says("web") == "running: it is being stopped; " + on_purpose);
  scene.stopped("web", model::StopProof::confirmed);
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.verdict("web").phase == model::ServicePhase::paused);
}

TEST_CASE("a paused container is restarted for the owner's verb, in its new form if there is one") {
  auto scene = SceneBuilder().service("web").container("web", {in_state(ContainerState::paused)});
  scene.adjust = [](auto& one) { one.to_restart.insert(id_of("web")); };
  REQUIRE(scene.text() ==
          "1  restart shop/web (shop-web-1)  because it was asked to be restarted\n");
  scene.next_generation().changed("web");
  REQUIRE(scene.plan().steps.size() == 5);
}

TEST_CASE("a paused container of an older generation waits and says how it goes on") {
  auto scene = SceneBuilder().service("web").container("web", {in_state(ContainerState::paused)});
  scene.next_generation().changed("web");
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.says("web") ==
          "paused: it is paused, and its specification changed (generation 2): `docker unpause "
          "shop-web-1` lets it be made anew");
}

TEST_CASE("nothing is made for a service stopped on purpose whose container was removed") {
  const auto scene = SceneBuilder().service("web").stopped("web", model::StopProof::removed);
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.says("web") == "stopped: removed on purpose by an engine client at " +
                                   core::local_text(noon.wall - 24h));
}

TEST_CASE("a stop by an engine client says so") {
  const auto scene = SceneBuilder()
                         .service("web")
                         .stopped("web", model::StopProof::confirmed)
                         .container("web", {exited(0)});
  REQUIRE(scene.says("web") == "stopped: stopped on purpose by an engine client at " +
                                   core::local_text(noon.wall - 24h));
}

TEST_CASE("a changed service that is stopped on purpose is not replaced") {
  const auto scene = SceneBuilder()
                         .service("web")
                         .stopped("web")
                         .container("web", {exited(0)})
                         .next_generation()
                         .changed("web");
  REQUIRE(scene.text() == "nothing to do\n");
}

TEST_CASE("dependents that run are left running when their dependency is stopped on purpose") {
  const auto scene = SceneBuilder()
                         .service("db")
                         .service("web", {needs("db")})
                         .stopped("db")
                         .container("db", {exited(0)})
                         .container("web");
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.plan().phase == model::DeploymentPhase::converged);
}

TEST_CASE("while somebody else changes the deployment nothing is created") {
  auto scene = SceneBuilder().service("web");
  scene.adjust = [](auto& one) { one.foreign = reconcile::ForeignWork{noon.mono + 10s, {"web"}}; };
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.says("web") == "changing_elsewhere: an engine client is changing the deployment");
  REQUIRE(scene.plan().look_again == noon.mono + 10s);
}

TEST_CASE("while somebody else changes the deployment nothing is removed") {
  auto scene =
      SceneBuilder().service("old").service("web").running({"old", "web"}).container("web", {}, 2);
  scene.spec.services.erase("old");
  scene.adjust = [](auto& one) { one.foreign = reconcile::ForeignWork{noon.mono + 10s, {}}; };
  REQUIRE(scene.text() == "nothing to do\n");
}

TEST_CASE("a crash of a service that nobody else is changing is acted on at once") {
  auto scene = SceneBuilder()
                   .service("db")
                   .service("web")
                   .container("db", {exited(1)})
                   .container("web", {exited(1)});
  scene.adjust = [](auto& one) { one.foreign = reconcile::ForeignWork{noon.mono + 10s, {"web"}}; };
  REQUIRE(scene.text() == "1  start shop/db (shop-db-1)  because it exited with 1\n");
}

TEST_CASE("a container whose stop is still being judged is not started") {
  auto scene = SceneBuilder().service("web").container("web", {exited(0)});
  scene.adjust = [](auto& one) { one.undecided.insert(id_of("web")); };
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.verdict("web").phase == model::ServicePhase::changing_elsewhere);
}

TEST_CASE(
    "a deleted deployment is taken down in reverse order, then its networks; its volumes stay") {
  auto scene = SceneBuilder()
                   .service("db")
                   .service("web", {needs("db")})
                   .volume("data")
                   .external_network("proxy", true)
                   .container("db")
                   .container("web", {exited(0)});
  scene.deployment.deleting = true;
  const std::string because = "  because the deployment is deleted\n";
  REQUIRE(scene.text() == "1  remove shop/web (shop-web-1)" + because +
                              "2  stop shop/db (shop-db-1)" + because +
                              "3  remove shop/db (shop-db-1)" + because +
                              "4  remove network shop_default" + because);
  REQUIRE(scene.plan().steps[1].after == std::vector<std::size_t>{0});
  REQUIRE(scene.plan().steps[3].after == std::vector<std::size_t>{0, 2});
}

TEST_CASE(
    "a deployment is deleted with its volumes where that is asked for, but not the external ones") {
  auto scene = SceneBuilder()
                   .service("db")
                   .volume("data")
                   .volume("media", true, true)
                   .container("db", {exited(0)});
  scene.deployment.deleting = scene.deployment.delete_volumes = true;
  REQUIRE(scene.text() ==
          "1  remove shop/db (shop-db-1)  because the deployment is deleted\n"
          "2  remove network shop_default  because the deployment is deleted\n"
          "3  remove volume shop_data  because the deployment is deleted with its volumes\n");
  REQUIRE(std::get<model::RemoveContainer>(scene.plan().steps[0].action).anonymous_volumes);
}

TEST_CASE("a deleted deployment of which nothing is left has nothing to do") {
  auto scene = SceneBuilder().service("db").no_network();
  scene.deployment.deleting = true;
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.plan().converged);
}

TEST_CASE("a deletion is newer than what others were changing") {
  auto scene = SceneBuilder().service("db").container("db", {exited(0)});
  scene.deployment.deleting = true;
  scene.adjust = [](auto& one) { one.foreign = reconcile::ForeignWork{noon.mono + 10s, {"db"}}; };
  REQUIRE(scene.plan().steps.size() == 2);
}

TEST_CASE("a deletion leaves a network that somebody else's container uses") {
  auto scene =
      SceneBuilder().service("db").service("guest").container("db", {exited(0)}).container("guest");
  scene.spec.services.erase("guest");
  scene.deployment.containers.erase(id_of("guest"));
  scene.deployment.deleting = true;
  REQUIRE(scene.text() == "1  remove shop/db (shop-db-1)  because the deployment is deleted\n");
}
