#include "reconcile/absence.hpp"

#include "support/catch.hpp"
#include "support/scene_builder.hpp"

using namespace reconcile;
using namespace support;

namespace {

const Absence an_hour{noon.wall - 1h, false, noon};
const Absence an_hour_and_another_engine{noon.wall - 1h, true, noon};

bool suspected(SceneBuilder& scene, const Absence& absence = an_hour) {
  const auto built = scene.scene();
  return stop_is_suspected(built.deployment, scene.of("web"), absence);
}

}  // namespace

TEST_CASE("a stopped service that was started under the same engine is the owner's word") {
  SceneBuilder scene;
  scene.service("web").container("web", {up_for(10min)}).stopped("web");
  scene.deployment.intents["web"].at = noon.wall - 2h;
  const auto built = scene.scene();
  CHECK(starts_while_away(built.deployment, built.observation, an_hour).size() == 1);
  CHECK(starts_while_away(built.deployment, built.observation, an_hour_and_another_engine).empty());
}

TEST_CASE(
    "what an engine's client had stopped and no engine starts at its boot, a client started") {
  using model::RestartMode;
  for (const auto mode : {RestartMode::no, RestartMode::on_failure, RestartMode::unless_stopped,
                          RestartMode::always}) {
    SceneBuilder scene;
    scene.service("web").container("web", {up_for(10min)}).stopped("web");
    scene.deployment.intents["web"].at = noon.wall - 2h;
    scene.deployment.intents["web"].set_by = model::SetBy::engine;
    scene.of("web").restart_policy.written = mode;
    const auto built = scene.scene();
    const bool by_client = mode == RestartMode::no || mode == RestartMode::unless_stopped;
    CHECK(starts_while_away(built.deployment, built.observation, an_hour_and_another_engine)
              .empty() != by_client);
  }
}

TEST_CASE("a start before we last looked, or before the stop, is no news") {
  SceneBuilder scene;
  scene.service("web").container("web", {up_for(3h)}).stopped("web");
  scene.deployment.intents["web"].at = noon.wall - 4h;
  const auto old = scene.scene();
  CHECK(starts_while_away(old.deployment, old.observation, an_hour).empty());
  scene.of("web").started_at = noon.wall - 10min;
  scene.deployment.intents["web"].at = noon.wall - 5min;
  const auto later = scene.scene();
  CHECK(starts_while_away(later.deployment, later.observation, an_hour).empty());
}

// Also the 2 of a Go program that has no handler: only the engine's mark tells it from a crash.
TEST_CASE("a stop is suspected where something that should run ended, with whatever code") {
  for (const int code : {0, 1, 2, 137, 143}) {
    SceneBuilder scene;
    scene.service("web").container("web", {exited(code, 10min)});
    CHECK(suspected(scene));
  }
}

TEST_CASE("without a mark a failure is what it seems to be") {
  for (const int code : {0, 130, 137, 143}) CHECK(ended_like_a_stop(code));
  for (const int code : {1, 2, 255}) CHECK_FALSE(ended_like_a_stop(code));
}

TEST_CASE("a power cut and an old end are no stop") {
  SceneBuilder powerless;
  powerless.service("web").container("web", {exited(255, 10min)});
  CHECK_FALSE(suspected(powerless));
  SceneBuilder old;
  old.service("web").container("web", {exited(0, 2h)});
  CHECK_FALSE(suspected(old));
}

TEST_CASE("what is stopped on purpose already is not suspected again") {
  SceneBuilder scene;
  scene.service("web").container("web", {exited(0, 10min)}).stopped("web");
  CHECK_FALSE(suspected(scene));
}

TEST_CASE("the first look tells who is up and who is down of those that should run") {
  SceneBuilder scene;
  scene.service("db").service("job").service("old").service("web");
  scene.container("db").container("web", {exited(137)}).stopped("old").completed("job");
  const auto built = scene.scene();
  const auto look = first_look_of(built.deployment, built.observation);
  CHECK(look.came_back == std::set<std::string>{"db"});
  CHECK(look.down == std::map<std::string, int>{{"web", 0}});
}

TEST_CASE("what ended after the clock was set back is suspected though it seems to be older") {
  SceneBuilder scene;
  scene.service("web").container("web", {exited(0, 1min)});
  CHECK_FALSE(suspected(scene, {noon.wall - 1s, false, noon}));
  CHECK(suspected(scene, {noon.wall + 1h, false, noon}));
}

TEST_CASE("a start in the future is nobody's word") {
  SceneBuilder scene;
  scene.service("web").container("web").stopped("web");
  scene.deployment.intents["web"].at = noon.wall - 2h;
  scene.of("web").started_at = noon.wall + 1h;
  const auto built = scene.scene();
  CHECK(starts_while_away(built.deployment, built.observation, an_hour).empty());
}
