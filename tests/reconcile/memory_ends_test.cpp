// Ends that no start helps against: who is asked for its last words, and what follows.
#include "fakes/world.hpp"
#include "support/catch.hpp"

using namespace support;
using model::ServicePhase;

namespace {

const model::Fault of_format{model::FaultKind::wrong_architecture, model::FaultClass::config, 0,
                             "its image web:1 is for linux/arm64", ""};

Container ran_for(core::Milliseconds time) {
  return [=](model::Container& one) { one.finished_at = one.started_at + time; };
}

std::size_t unexplained(const SceneBuilder& scene) {
  const auto built = scene.scene();
  return reconcile::unexplained_ends(scene.memory, scene.seen, built.deployment).size();
}

SceneBuilder ended(int code, core::Milliseconds after = 20ms) {
  auto scene = SceneBuilder().service("web").container("web", {exited(code), ran_for(after)});
  scene.memory.services["web"].containers[id_of("web")].deaths = 1;
  return scene;
}

SceneBuilder hopeless(const std::vector<Service>& changes = {},
                      const std::vector<Container>& more = {}) {
  auto scene = SceneBuilder().service("web", changes).container("web", more);
  auto& one = scene.memory.services["web"].containers[id_of("web")];
  one.deaths = 1;
  one.last_death = noon.mono - 1min;
  one.hopeless = of_format;
  return scene;
}

}  // namespace

TEST_CASE("what ended at once, as what cannot be executed does, is asked for its last words") {
  for (const int code : {1, 126, 127, 255}) CHECK(unexplained(ended(code)) == 1);
  for (const int code : {0, 2, 137, 139}) CHECK(unexplained(ended(code)) == 0);
  CHECK(unexplained(ended(1, 10s)) == 0);
  CHECK(unexplained(ended(1).with(
            [](auto& scene) { scene.of("web").error = "the engine could not start it"; })) == 0);
  CHECK(unexplained(ended(1).stopped("web")) == 0);
}

TEST_CASE("an end is asked about once, and a loop of crashes not for ever") {
  auto scene = ended(1);
  auto& memory = scene.memory.services["web"];
  reconcile::note_end_explained(memory, scene.of("web"), std::nullopt);
  CHECK(unexplained(scene) == 0);
  scene.of("web").finished_at += 1s;
  scene.of("web").started_at += 1s;
  CHECK(unexplained(scene) == 1);
  memory.containers[id_of("web")].deaths = 4;
  CHECK(unexplained(scene) == 0);
  memory.containers[id_of("web")].hopeless = of_format;
  CHECK(unexplained(scene) == 1);  // it may be another cause by now
}

TEST_CASE("what no start helps needs its operator at once, and is tried at the slowest pace") {
  auto scene = hopeless({}, {exited(1)});
  CHECK(scene.text() == "nothing to do\n");
  CHECK(scene.says("web") == "needs_operator: its image web:1 is for linux/arm64");
  CHECK(scene.verdict("web").next_attempt == noon.mono - 1min + scene.settings.backoff.max);
  CHECK(scene.plan().phase == model::DeploymentPhase::failed);
  scene.later(5min);
  CHECK(reconcile::steps_now(scene.plan()) == 1);
  CHECK(scene.verdict("web").phase == ServicePhase::needs_operator);
}

TEST_CASE("what the engine restarts in vain needs its operator all the same") {
  const auto scene = hopeless({}, {in_state(model::ContainerState::restarting)});
  CHECK(scene.text() == "nothing to do\n");
  CHECK(scene.says("web") ==
        "needs_operator: its image web:1 is for linux/arm64; the engine restarts it by its own "
        "policy");
}

TEST_CASE("what was said to be in vain and runs has to prove itself") {
  auto scene = hopeless({}, {up_for(2s)});
  auto& one = scene.memory.services["web"].containers[id_of("web")];
  one.up = true;
  one.up_since = noon.mono - 2s;
  CHECK(scene.verdict("web").phase == ServicePhase::needs_operator);
  scene.later(8s);
  scene.seen.at = scene.now;
  reconcile::note_observation(scene.memory, scene.seen, "shop", scene.settings.backoff);
  CHECK_FALSE(one.hopeless);
  CHECK(scene.verdict("web").phase == ServicePhase::running);
}

TEST_CASE("that the engine is to restart it proves nothing, however long it has been so") {
  auto scene = hopeless({}, {in_state(model::ContainerState::restarting)});
  auto& one = scene.memory.services["web"].containers[id_of("web")];
  one.up = true;
  one.up_since = noon.mono - 1min;
  reconcile::note_observation(scene.memory, scene.seen, "shop", scene.settings.backoff);
  CHECK(one.hopeless);
}

TEST_CASE("a job that can never run is not run again") {
  auto scene = hopeless({kind(model::ServiceKind::job)}, {exited(1)});
  scene.later(1h);
  CHECK(scene.text() == "nothing to do\n");
  CHECK(scene.says("web") ==
        "needs_operator: its image web:1 is for linux/arm64; it is not run again until `evenkeel "
        "start` or a new generation");
}

namespace {

// Started a moment ago, as the last look saw it.
struct Begun : fakes::World {
  Begun() : World({"web"}) {
    watch();
    scene.of("web").started_at = clock.now().wall;
    life->loop->wake("shop");
    settle();
  }
};

}  // namespace

TEST_CASE("a service whose last words tell that no start helps is started no second time") {
  Begun world;
  world.engine.last_words["web"] = of_format;
  world.engine.crash("web");
  world.settle();
  CHECK(world.lines("perform").empty());
  CHECK(world.engine.ends_asked == 1);
  CHECK(world.track().plan.phase == model::DeploymentPhase::failed);
  world.pass_time(60s);
  CHECK(world.lines("perform").empty());
  world.engine.last_words.clear();  // an emulator was installed
  world.pass_time(4min);
  CHECK(world.runs("web"));
  world.pass_time(11s);
  CHECK(world.track().plan.converged);
}

TEST_CASE("the owner's verb tries what was in vain at once") {
  Begun world;
  world.engine.last_words["web"] = of_format;
  world.engine.crash("web");
  world.settle();
  world.verb(reconcile::Verb::start, "web");
  CHECK(world.runs("web"));
}

TEST_CASE("a crash that says nothing is mended as ever") {
  Begun world;
  world.engine.crash("web");
  world.settle();
  CHECK(world.runs("web"));
}
