// Dependencies: what waits for what, and for how long.
#include "support/catch.hpp"
#include "support/scene_builder.hpp"

using namespace support;
using model::ContainerState;
using model::DependencyCondition;
using model::Health;
using model::RestartMode;

TEST_CASE("a service that needs a healthy dependency is started only once that is healthy") {
  const auto scene = SceneBuilder()
                         .service("db", {with_check()})
                         .service("web", {needs("db", DependencyCondition::healthy)})
                         .container("db", {in_health(Health::starting)})
                         .container("web", {exited(137)});
  REQUIRE(scene.text() ==
          "1  start shop/web (shop-web-1)  once db is healthy  because it exited with 137\n");
  REQUIRE(scene.says("web") == "waiting: waits for db (healthy)");
  REQUIRE(scene.verdict("web").waiting_for == std::vector<std::string>{"db (healthy)"});
  REQUIRE(reconcile::steps_now(scene.plan()) == 0);
  REQUIRE(scene.plan().phase == model::DeploymentPhase::converging);
}

TEST_CASE("at recovery a dead dependency is started first and its dependents wait for its health") {
  const auto scene = SceneBuilder()
                         .service("db", {with_check()})
                         .service("web", {needs("db", DependencyCondition::healthy)})
                         .container("db", {exited(255)})
                         .container("web", {exited(255)})
                         .with([](auto& one) { one.adjust = [](auto& s) { s.recovery = true; }; });
  REQUIRE(scene.text() ==
          "1  start shop/db (shop-db-1)  because it exited with 255\n"
          "2  start shop/web (shop-web-1)  once db is healthy  because it exited with 255\n");
}

TEST_CASE("a dependency without a health check counts as healthy while it runs") {
  const auto scene = SceneBuilder()
                         .service("db")
                         .service("web", {needs("db", DependencyCondition::healthy)})
                         .container("db")
                         .container("web", {exited(1)});
  REQUIRE(scene.text() == "1  start shop/web (shop-web-1)  because it exited with 1\n");
}

TEST_CASE("a dependency that one of its checks says is ill is not healthy") {
  const auto scene = SceneBuilder()
                         .service("db")
                         .service("web", {needs("db", DependencyCondition::healthy)})
                         .container("db", {up_for(30s), failing_check("its check `ready` fails")})
                         .container("web", {exited(1)});
  REQUIRE(scene.says("web") == "waiting: waits for db (healthy)");
}

TEST_CASE("the image's own health check makes dependents wait too") {
  const auto scene = SceneBuilder()
                         .service("db")
                         .service("web", {needs("db", DependencyCondition::healthy)})
                         .with([](auto& one) { one.seen.images["db:1"].has_healthcheck = true; });
  REQUIRE(scene.plan().steps[3].gates ==
          std::vector<model::Gate>{{"db", DependencyCondition::healthy}});
}

TEST_CASE("a service that needs a job is started only once that has completed") {
  const auto job = SceneBuilder()
                       .service("migrate", {kind(model::ServiceKind::job)})
                       .service("web", {needs("migrate", DependencyCondition::completed)});
  auto running = job;
  REQUIRE(running.container("migrate").text() ==
          "1  create shop/web (shop-web-1) from web:1  because it is missing\n"
          "2  start shop/web (shop-web-1)  once migrate has completed  because it is missing\n");
  auto done = job;
  REQUIRE(done.completed("migrate").container("migrate", {exited(0)}).text() ==
          "1  create shop/web (shop-web-1) from web:1  because it is missing\n"
          "2  start shop/web (shop-web-1)  because it is missing\n");
}

TEST_CASE("a running service is never stopped because its dependency is down") {
  const auto scene = SceneBuilder()
                         .service("db", {with_check()})
                         .service("web", {needs("db", DependencyCondition::healthy)})
                         .container("db", {exited(137)})
                         .container("web");
  REQUIRE(scene.text() == "1  start shop/db (shop-db-1)  because it exited with 137\n");
  REQUIRE(scene.says("web") == "running");
}

TEST_CASE("a dependency that is not required is not waited for when it fails") {
  const auto scene = SceneBuilder()
                         .service("cache")
                         .service("web", {needs_if_there("cache")})
                         .container("web", {exited(1)})
                         .container("cache", {failed_start("boom")})
                         .failed("cache", 3, 1s, model::FaultKind::port_taken_by_process,
                                 model::FaultClass::transient);
  REQUIRE(scene.text() == "1  start shop/web (shop-web-1)  because it exited with 1\n");
}

TEST_CASE("a dependency that is not required is waited for while it is on its way") {
  const auto scene = SceneBuilder()
                         .service("cache")
                         .service("web", {needs_if_there("cache")})
                         .container("cache", {exited(1)})
                         .container("web", {exited(1)});
  REQUIRE(scene.plan().steps[1].after == std::vector<std::size_t>{0});
}

TEST_CASE("a dependency that is not required and stopped on purpose is not waited for") {
  const auto scene = SceneBuilder()
                         .service("cache")
                         .service("web", {needs_if_there("cache")})
                         .stopped("cache")
                         .container("web", {exited(1)});
  REQUIRE(scene.text() == "1  start shop/web (shop-web-1)  because it exited with 1\n");
}

TEST_CASE("a dependency scaled to zero is not waited for") {
  const auto scene = SceneBuilder()
                         .service("cache", {scaled(0)})
                         .service("web", {needs("cache")})
                         .container("web", {exited(1)});
  REQUIRE(scene.text() == "1  start shop/web (shop-web-1)  because it exited with 1\n");
}

TEST_CASE(
    "a service that waits for one stopped on purpose says for whom, and nothing is done for it") {
  const auto scene = SceneBuilder()
                         .service("db")
                         .service("web", {needs("db")})
                         .stopped("db")
                         .container("web", {exited(1)});
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.says("web") == "waiting: waits for db, which is stopped on purpose");
  REQUIRE(scene.verdict("web").waiting_for == std::vector<std::string>{"db (started)"});
  REQUIRE(scene.plan().phase == model::DeploymentPhase::degraded);
}

TEST_CASE("a dependent of a paused service waits") {
  const auto scene = SceneBuilder()
                         .service("db")
                         .service("web", {needs("db")})
                         .container("db", {in_state(ContainerState::paused)})
                         .container("web", {exited(1)});
  REQUIRE(scene.says("web") == "waiting: waits for db, which is paused");
}

TEST_CASE("a service waits for one of another deployment") {
  auto scene = SceneBuilder()
                   .service("web", {[](auto& one) {
                              one.from_service.depends_on = {{"postgres", "db", "healthy"}};
                            }})
                   .container("web", {exited(1)});
  REQUIRE(
      scene.text() ==
      "1  start shop/web (shop-web-1)  once postgres/db is healthy  because it exited with 1\n");
  scene.adjust = [](auto& one) { one.others["postgres/db"] = {.started = true, .healthy = true}; };
  REQUIRE(scene.text() == "1  start shop/web (shop-web-1)  because it exited with 1\n");
  scene.adjust = [](auto& one) { one.others["postgres/db"] = {.stopped_on_purpose = true}; };
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.says("web") == "waiting: waits for postgres/db, which is stopped on purpose");
}

TEST_CASE("a service that shares a namespace with one that is made is made and started after it") {
  const auto steps =
      SceneBuilder().service("vpn").service("app", {sharing_network_of("vpn")}).plan().steps;
  REQUIRE(steps[2].after == std::vector<std::size_t>{0});
  REQUIRE(steps[3].after == std::vector<std::size_t>{2, 1});
}

TEST_CASE("a service that shares a namespace with one that was made anew is made anew as well") {
  const auto scene = SceneBuilder()
                         .service("vpn")
                         .service("app", {sharing_network_of("vpn")})
                         .container("vpn")
                         .container("app", {sharing(id_of("old vpn"))});
  const auto temporary = id_of("app").substr(0, 12) + "_shop-app-1";
  const std::string because = "  because vpn, whose namespace it shares, was made anew\n";
  REQUIRE(scene.text() == "1  create shop/app (" + temporary + ") from app:1" + because +
                              "2  stop shop/app (shop-app-1)" + because +
                              "3  remove shop/app (shop-app-1)" + because + "4  rename shop/app (" +
                              temporary + ") to shop-app-1" + because +
                              "5  start shop/app (shop-app-1)" + because);
}

TEST_CASE("a service that shares the namespace of a container that is there is left alone") {
  const auto scene = SceneBuilder()
                         .service("vpn")
                         .service("app", {sharing_network_of("vpn")})
                         .container("vpn")
                         .container("app", {sharing(id_of("vpn"))});
  REQUIRE(scene.text() == "nothing to do\n");
}

TEST_CASE(
    "a service that shares the namespace of a stopped one is started after it, not made anew") {
  const auto scene = SceneBuilder()
                         .service("vpn")
                         .service("app", {sharing_network_of("vpn")})
                         .container("vpn", {exited(1)})
                         .container("app", {exited(1), sharing(id_of("vpn"))});
  REQUIRE(scene.text() ==
          "1  start shop/vpn (shop-vpn-1)  because it exited with 1\n"
          "2  start shop/app (shop-app-1)  because it exited with 1\n");
}

TEST_CASE("who waits for what is stopped, held or paused waits for the owner, and so on down") {
  auto scene = SceneBuilder().service("db").service("api", {needs("db")});
  scene.service("web", {needs("api")}).service("mail", {needs("cache")}).service("cache");
  scene.stopped("db");
  for (const auto* name : {"db", "api", "web", "mail", "cache"}) scene.container(name, {exited(1)});
  scene.adjust = [](auto& one) { one.recovery = true; };
  REQUIRE(scene.says("web") == "waiting: waits for api (started)");
  REQUIRE(scene.verdict("api").up_to_owner);
  REQUIRE(scene.verdict("web").up_to_owner);
  REQUIRE_FALSE(scene.verdict("mail").up_to_owner);
  scene.held("cache");
  REQUIRE(scene.verdict("mail").up_to_owner);
}

TEST_CASE("who waits for another deployment's service that waits for the owner does so too") {
  auto scene = SceneBuilder()
                   .service("web", {[](auto& one) {
                              one.from_service.depends_on = {{"postgres", "db", "healthy"}};
                            }})
                   .container("web", {exited(1)});
  REQUIRE_FALSE(scene.verdict("web").up_to_owner);
  scene.adjust = [](auto& one) { one.others["postgres/db"] = {.stopped_on_purpose = true}; };
  REQUIRE(scene.verdict("web").up_to_owner);
  scene.adjust = [](auto& one) { one.others["postgres/db"] = {.up_to_owner = true}; };
  REQUIRE(scene.verdict("web").up_to_owner);
}
