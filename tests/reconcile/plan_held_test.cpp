// What is held is left alone until the hold ends, also where it is to go.
#include "core/time_text.hpp"
#include "support/catch.hpp"
#include "support/scene_builder.hpp"

using namespace support;

TEST_CASE("a held service is not touched, and says until when") {
  const auto scene = SceneBuilder().service("web").held("web").container("web", {exited(1)});
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.says("web") == "exited: held until " + core::local_text(noon.wall + 30min) +
                                   " by anna (uid 1000): moving disks");
  REQUIRE(scene.plan().look_again == noon.mono + 30min);
}

TEST_CASE("a hold on the deployment covers what is no longer in the spec") {
  auto scene = SceneBuilder().service("old").service("web").running({"old", "web"}).held("");
  scene.spec.services.erase("old");
  REQUIRE(scene.text() == "nothing to do\n");
}

TEST_CASE("a hold on a service covers it also when the spec no longer names it") {
  auto scene = SceneBuilder().service("old").service("other").service("web").running(
      {"old", "other", "web"});
  scene.held("old");
  scene.spec.services.erase("old");
  scene.spec.services.erase("other");
  REQUIRE(scene.text().find("shop/old") == std::string::npos);
  REQUIRE(scene.text().find("shop/other") != std::string::npos);
  scene.spec.services["other"];
  REQUIRE_FALSE(scene.plan().converged);
}

TEST_CASE("what a hold keeps from being as wanted is not converged") {
  auto scene = SceneBuilder().service("web").held("web").container("web");
  REQUIRE(scene.plan().converged);
  SECTION("stopped on purpose, and running") {
    scene.stopped("web");
    REQUIRE_FALSE(scene.plan().converged);
  }
  SECTION("to be restarted") {
    scene.adjust = [](auto& one) { one.to_restart.insert(id_of("web")); };
    REQUIRE_FALSE(scene.plan().converged);
  }
  SECTION("of an older generation") {
    scene.next_generation().changed("web");
    REQUIRE_FALSE(scene.plan().converged);
  }
}

TEST_CASE("a replica that a client stopped is as wanted under a hold as without one") {
  auto scene =
      SceneBuilder().service("web", {scaled(2)}).container("web").container("web", {exited(0)}, 2);
  scene.adjust = [](auto& one) { one.set_aside.insert(id_of("web", 2)); };
  REQUIRE(scene.plan().converged);
  scene.held("web");
  REQUIRE(scene.plan().converged);
}

TEST_CASE("a hold on a service keeps it from a deletion, and the deletion from its end") {
  auto scene = SceneBuilder().service("db").service("web").running({"db", "web"}).held("db");
  scene.deployment.deleting = true;
  REQUIRE(scene.text().find("shop/db") == std::string::npos);
  REQUIRE(scene.text().find("shop/web") != std::string::npos);
  REQUIRE(scene.text().find("network") == std::string::npos);
  REQUIRE_FALSE(scene.plan().converged);
  REQUIRE(scene.says("db") == "running: it is held: it is deleted when the hold ends");
}

TEST_CASE("a hold on one service leaves the others in our care, but those that need it wait") {
  const auto scene = SceneBuilder()
                         .service("db")
                         .service("web", {needs("db")})
                         .service("mail")
                         .held("db")
                         .container("db")
                         .container("web", {exited(1)})
                         .container("mail", {exited(1)});
  REQUIRE(scene.text() == "1  start shop/mail (shop-mail-1)  because it exited with 1\n");
  REQUIRE(scene.says("web") == "waiting: waits for db, which is held");
}

TEST_CASE("a hold that has ended holds nothing") {
  const auto scene = SceneBuilder().service("web").held("web", -1s).container("web", {exited(1)});
  REQUIRE(reconcile::steps_now(scene.plan()) == 1);
}

TEST_CASE("a deployment that is held is deleted after the hold, not forgotten") {
  auto scene = SceneBuilder().service("db").held("").container("db", {exited(0)});
  scene.deployment.deleting = true;
  REQUIRE(scene.plan().steps.empty());
  REQUIRE_FALSE(scene.plan().converged);
}
