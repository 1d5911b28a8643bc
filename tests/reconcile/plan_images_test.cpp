// Which image a container is made from.
#include "support/catch.hpp"
#include "support/scene_builder.hpp"

using namespace support;

namespace {
SceneBuilder converged_with(const std::string& image_id) {
  auto scene = SceneBuilder().service("web");
  scene.deployment.facts["web"].converged_image = image_id;
  return scene;
}
const std::string started = "  start shop/web (shop-web-1)  because it is missing\n";
}  // namespace

TEST_CASE("an image that is not there is pulled before the container is made") {
  const auto scene = SceneBuilder().service("web").no_image("web:1");
  REQUIRE(scene.text() ==
          "1  pull web:1 for shop/web  because the image is not there\n"
          "2  create shop/web (shop-web-1) from web:1  because it is missing\n"
          "3  start shop/web (shop-web-1)  because it is missing\n");
  REQUIRE(scene.verdict("web").phase == model::ServicePhase::pulling);
}

TEST_CASE("one image of several services is pulled once") {
  const Service same = [](auto& one) { one.image = "app:1"; };
  const auto steps =
      SceneBuilder().service("a", {same}).service("b", {same}).no_image("app:1").plan().steps;
  REQUIRE(steps.size() == 5);
  REQUIRE(steps[3].after == std::vector<std::size_t>{0});
}

TEST_CASE("pull_policy always pulls for an apply") {
  auto scene = SceneBuilder().service("web", {pulled("always")});
  scene.adjust = [](auto& one) { one.owner_asked = true; };
  REQUIRE(reconcile::steps_now(scene.plan()) == 2);  // an apply that goes on creates by what is
                                                     // there
  scene.container("web").next_generation().changed("web");
  REQUIRE(scene.text().find("1  pull web:1 for shop/web  because its pull_policy is always\n") ==
          0);
}

TEST_CASE("healing creates by the reference while it resolves to the image that last converged") {
  REQUIRE(converged_with("sha256:web:1").text() ==
          "1  create shop/web (shop-web-1) from web:1  because it is missing\n2" + started);
}

TEST_CASE("healing creates by the image that last converged when the tag has moved") {
  REQUIRE(converged_with("sha256:before").text() ==
          "1  create shop/web (shop-web-1) from sha256:before  because it is missing\n2" + started);
}

TEST_CASE(
    "healing fetches the reference when the image that last converged is gone and nothing else has "
    "the name") {
  auto scene =
      converged_with("sha256:before")
          .no_image("web:1")
          .failed("web", 1, 0s, model::FaultKind::image_missing, model::FaultClass::repairable);
  REQUIRE(scene.text().find("1  pull web:1 for shop/web") == 0);
}

TEST_CASE("healing does not take another image that has the name by now") {
  auto scene =
      converged_with("sha256:before")
          .failed("web", 1, 0s, model::FaultKind::image_missing, model::FaultClass::repairable);
  REQUIRE(scene.says("web") ==
          "needs_operator: the image it ran is gone and web:1 is another one by now: apply it to "
          "take that");
}

TEST_CASE("healing fetches nothing where fetch_image is not allowed") {
  auto scene = SceneBuilder()
                   .service("web", {[](auto& one) { one.from_service.allow = {"start"}; }})
                   .no_image("web:1");
  REQUIRE(scene.says("web") ==
          "needs_operator: its image web:1 is not there and fetch_image is not allowed: run "
          "`docker pull web:1`");
}

TEST_CASE("an image that is to be built is refused with the command that builds it") {
  const auto scene = SceneBuilder().service("web", {built("/srv/shop/web")});
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.says("web") ==
          "needs_operator: its image shop-web is not there: build it with `docker build -t "
          "shop-web /srv/shop/web`");
}

TEST_CASE("an image under pull_policy never is refused") {
  const auto scene = SceneBuilder().service("web", {pulled("never")}).no_image("web:1");
  REQUIRE(scene.says("web") ==
          "needs_operator: its image web:1 is not there and its pull_policy is never: load it, or "
          "run `docker pull web:1`");
}

TEST_CASE("a stopped container needs no image to be started") {
  const auto scene = SceneBuilder().service("web", {built("/srv")}).container("web", {exited(1)});
  REQUIRE(scene.text() == "1  start shop/web (shop-web-1)  because it exited with 1\n");
}
