// Names that other containers of the deployment bear, after somebody's `docker rename`.
#include "support/catch.hpp"
#include "support/toy_engine.hpp"

#include <algorithm>

using namespace support;
using model::ContainerState;

namespace {

SceneBuilder swapped(const std::vector<Service>& changes = {}) {
  std::vector<Service> all{scaled(2)};
  all.insert(all.end(), changes.begin(), changes.end());
  SceneBuilder scene;
  scene.service("web", all);
  scene.container("web", {named("shop-web-2")}, 1).container("web", {named("shop-web-1")}, 2);
  return scene;
}

int running(const SceneBuilder& scene) {
  const auto runs = [](const auto& one) { return one.state == ContainerState::running; };
  const auto& all = scene.seen.containers;
  return static_cast<int>(std::count_if(all.begin(), all.end(), runs));
}

// Passes until nothing is to be done; the fewest replicas that ran after any of them.
int roll_out(SceneBuilder& scene) {
  constexpr int passes_max = 10;
  ToyEngine engine(scene);
  std::mt19937 random(1);
  int fewest = running(scene);
  for (int pass = 0; pass < passes_max && reconcile::steps_now(scene.plan()) > 0; ++pass) {
    CHECK(engine.carry_out(scene.plan(), random, 1000) == "");
    fewest = std::min(fewest, running(scene));
    engine.time_passes(1min);
  }
  return fewest;
}

}  // namespace

TEST_CASE("replicas that bear each other's names are rolled out, and have their own afterwards") {
  const bool check = GENERATE(false, true);
  auto scene = swapped(check ? std::vector<Service>{with_check()} : std::vector<Service>{});
  scene.next_generation().changed("web");
  CHECK(roll_out(scene) == 2);
  CHECK(scene.plan().converged);
  REQUIRE(scene.seen.containers.size() == 2);
  for (int number : {1, 2}) {
    CHECK(scene.of("web", number).name == "shop-web-" + std::to_string(number));
    CHECK(scene.of("web", number).config_hash() == "hash of web changed");
  }
}

TEST_CASE("services that bear each other's names are rolled out as well") {
  auto scene = SceneBuilder().service("db").service("web", {needs("db")});
  scene.container("db", {named("shop-web-1")}).container("web", {named("shop-db-1")});
  scene.next_generation().changed("db").changed("web");
  roll_out(scene);
  CHECK(scene.plan().converged);
  CHECK(scene.of("db").name == "shop-db-1");
  CHECK(scene.of("web").name == "shop-web-1");
}

TEST_CASE("a name that another container bears for good needs its operator") {
  auto scene = swapped();
  scene.adjust = [](auto& one) { one.to_replace.insert(id_of("web", 1)); };
  CHECK(scene.text() == "nothing to do\n");
  CHECK(scene.says("web") ==
        "needs_operator: its name shop-web-1 is borne by another container of web, which stays: "
        "rename that with `docker rename`");
}

TEST_CASE("swapped names alone are no drift") { CHECK(swapped().text() == "nothing to do\n"); }

TEST_CASE("a name that another deployment has is said to be its, and anybody else's is not") {
  auto scene = SceneBuilder().service("web").container("web", {named("shop-web-1")});
  scene.deployment.containers.clear();
  scene.of("web").labels.clear();
  CHECK(scene.says("web") ==
        "needs_operator: its name shop-web-1 is taken by a container that evenkeel was not given: "
        "rename or remove that");
  scene.adjust = [](auto& one) { one.elsewhere[id_of("web")] = "d1/x"; };
  CHECK(scene.says("web") ==
        "needs_operator: its name shop-web-1 is borne by a container of d1/x: only one of them can "
        "have it, give the other another container_name");
}
