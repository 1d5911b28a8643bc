// Plans by clocks that were set, or are another's.
#include "support/catch.hpp"
#include "support/scene_builder.hpp"

using namespace support;
using model::ContainerState;

TEST_CASE(
    "a restart that the engine owes by a clock that was set back is made by us all the same") {
  auto scene = SceneBuilder().service("web").container(
      "web", {exited(137, -1h), in_state(ContainerState::restarting)});
  scene.died("web", 1, 89s);
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(scene.plan().look_again == noon.mono + 1s);
  REQUIRE(reconcile::steps_now(scene.later(1s).plan()) == 1);
}

TEST_CASE("how long the engine owes a restart is counted by its own clock") {
  auto scene = SceneBuilder().service("web").container(
      "web", {exited(137, 1h + 89s), in_state(ContainerState::restarting)});
  scene.adjust = [](reconcile::Scene& built) { built.engine_ahead = -1h; };
  REQUIRE(scene.text() == "nothing to do\n");
  REQUIRE(reconcile::steps_now(scene.later(1s).plan()) == 1);
}

TEST_CASE("a dependency made in the future, by a clock that was set back, restarts nobody") {
  auto scene =
      SceneBuilder().service("db").service("web", {restarted_with("db")}).running({"db", "web"});
  scene.of("db").created_at = scene.now.wall + 1ms;
  REQUIRE(scene.text() == "nothing to do\n");
  scene.of("web").started_at = scene.now.wall;  // and so on after each restart
  REQUIRE(scene.text() == "nothing to do\n");
}

TEST_CASE("who was seen to start after its dependency is restarted no more, whatever clocks say") {
  auto scene = SceneBuilder()
                   .service("db")
                   .service("web", {restarted_with("db")})
                   .container("db", {[](auto& one) { one.created_at = noon.wall - 1min; }})
                   .container("web", {up_for(1h)});
  note_started(scene.memory.services["db"], scene.of("db").id, scene.now);
  scene.later(1s);
  note_started(scene.memory.services["web"], scene.of("web").id, scene.now);
  REQUIRE(scene.text() == "nothing to do\n");
  reconcile::note_engine_lost(scene.memory);
  REQUIRE(reconcile::steps_now(scene.plan()) == 1);
}
