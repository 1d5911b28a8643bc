#include "reconcile/plan_preview.hpp"

#include "support/catch.hpp"
#include "support/scene_builder.hpp"

using namespace support;

namespace {

// What `docker compose up` has made, and evenkeel was never given.
SceneBuilder made_by_compose() {
  auto scene = SceneBuilder("shop", 0).service("web").container("web");
  scene.deployment.containers.clear();
  return scene;
}

reconcile::ApplyRequest request_of(const SceneBuilder& scene) {
  reconcile::ApplyRequest request;
  request.spec = std::make_shared<const model::Spec>(scene.spec);
  return request;
}

std::string previewed(SceneBuilder scene) {
  scene.deployment = reconcile::as_if_applied(scene.deployment, false, request_of(scene),
                                              scene.seen, scene.now.wall)
                         .deployment;
  return scene.whole_text();
}

}  // namespace

TEST_CASE("a dry run over what compose made finds nothing to do where it is the same") {
  REQUIRE(previewed(made_by_compose()) == "nothing to do\n");
}

TEST_CASE("a dry run over what compose made shows what an apply would replace") {
  auto scene = made_by_compose().changed("web");
  const auto text = previewed(scene);
  REQUIRE(text.find("1  create shop/web (") == 0);
  REQUIRE(text.find("because its specification changed (generation 1)") != std::string::npos);
}

TEST_CASE("a dry run does not take one-off containers for replicas") {
  auto scene = made_by_compose();
  scene.of("web").labels["com.docker.compose.oneoff"] = "True";
  scene.of("web").name = "shop-web-run-1";
  REQUIRE(previewed(scene).find("1  create shop/web (shop-web-1)") == 0);
}

TEST_CASE("an equal spec is no new generation, but for a deployment that is being deleted") {
  SceneBuilder scene;
  scene.service("web").container("web");
  auto deployment = scene.scene().deployment;
  deployment.intents["web"] = {};
  const auto same =
      reconcile::as_if_applied(deployment, true, request_of(scene), scene.seen, scene.now.wall);
  CHECK(same.deployment.current.number == 1);
  CHECK_FALSE(same.begins_anew);
  deployment.deleting = true;
  const auto again =
      reconcile::as_if_applied(deployment, true, request_of(scene), scene.seen, scene.now.wall);
  CHECK(again.deployment.current.number == 2);
  CHECK_FALSE(again.deployment.deleting);
  CHECK(again.begins_anew);
}
