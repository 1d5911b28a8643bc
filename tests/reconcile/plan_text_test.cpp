// What `evenkeel plan` and --dry-run print beside the steps.
#include "core/time_text.hpp"
#include "support/catch.hpp"
#include "support/scene_builder.hpp"

using namespace support;

TEST_CASE("a plan without steps says which services are refused, and why") {
  auto scene = SceneBuilder().external_network("proxy", false).service("web", {[](auto& one) {
                                                                         one.networks["proxy"] = {};
                                                                       }});
  REQUIRE(scene.whole_text() ==
          "nothing to do now\n"
          "shop/web  needs_operator: the external network proxy is not there: create it with "
          "`docker network create proxy`\n");
}

TEST_CASE("a plan names the next attempt of what it is not the time for") {
  auto scene = SceneBuilder().service("web").container("web", {exited(1)});
  scene.failed("web", 1, 4s, model::FaultKind::disk_full, model::FaultClass::transient);
  const auto text = reconcile::plan_text(scene.plan(), scene.spec, noon);
  REQUIRE(text == "nothing to do now\nshop/web  backoff: " + scene.verdict("web").why +
                      "  next attempt " + core::local_text(noon.wall + 6s) + "\n");
}

TEST_CASE("a plan names a service that needs its operator after many attempts") {
  auto scene = SceneBuilder().service("web").container("web", {exited(1)});
  scene.failed("web", 9, 4s, model::FaultKind::disk_full, model::FaultClass::transient);
  REQUIRE(scene.whole_text().find("shop/web  needs_operator: ") != std::string::npos);
}

TEST_CASE("beside the steps of one service stands the other that waits") {
  auto scene = SceneBuilder()
                   .service("db", {with_check()})
                   .service("job")
                   .service("web", {needs("db")})
                   .container("db", {exited(1)})
                   .container("web", {exited(1)})
                   .failed("db", 1, 4s, model::FaultKind::disk_full, model::FaultClass::transient);
  const auto text = scene.whole_text();
  REQUIRE(text.find("create shop/job") != std::string::npos);
  REQUIRE(text.find("shop/db  backoff: ") != std::string::npos);
  REQUIRE(text.find("once db is started") != std::string::npos);  // web is in the steps
  REQUIRE(text.find("shop/web  waiting") == std::string::npos);
}

TEST_CASE("what runs, is done or is stopped on purpose is not worth a line") {
  auto scene = SceneBuilder().service("a").service("b").container("a").stopped("b");
  REQUIRE(scene.whole_text() == "nothing to do\n");
}

TEST_CASE("a service of which no replica is wanted is stopped, not running") {
  auto scene = SceneBuilder().service("a").service("web", {scaled(0)}).container("a");
  REQUIRE(scene.says("web") == "stopped: no replica of it is wanted (scale 0)");
  REQUIRE(scene.plan().converged);
  REQUIRE(scene.plan().phase == model::DeploymentPhase::converged);
}
