#include "reconcile/fresh_start.hpp"

#include "support/catch.hpp"
#include "support/scene_builder.hpp"

using namespace support;

namespace {

std::optional<core::MonoTime> fresh(const SceneBuilder& scene) {
  const auto built = scene.scene();
  return reconcile::fresh_until(built.deployment, scene.seen, scene.memory, 1s, scene.now,
                                built.engine_ahead);
}

}  // namespace

TEST_CASE("what was started a moment ago has to run for a while before it proves something") {
  auto scene = SceneBuilder().service("web").service("db").container("web", {up_for(300ms)});
  scene.container("db", {up_for(800ms)});
  CHECK(fresh(scene) == noon.mono + 700ms);
  CHECK(fresh(scene.later(699ms)) == noon.mono + 700ms);
  CHECK_FALSE(fresh(scene.later(1ms)).has_value());
}

TEST_CASE("by the clock of an engine that is ahead of ours it runs since it was looked at") {
  auto scene = SceneBuilder().service("web").container("web", {up_for(-5min)});
  scene.seen.at = noon;
  CHECK(fresh(scene) == noon.mono + 1s);
  reconcile::note_observation(scene.memory, scene.seen, "shop", scene.settings.backoff);
  // To look again is no new start.
  scene.seen.at = scene.now = noon + 900ms;
  reconcile::note_observation(scene.memory, scene.seen, "shop", scene.settings.backoff);
  CHECK(fresh(scene) == noon.mono + 1s);
  scene.now = noon + 1s;
  CHECK_FALSE(fresh(scene).has_value());
}

TEST_CASE("by an engine whose clock is known to be another it runs as long as it says") {
  for (const core::Milliseconds ahead : {core::Milliseconds(-1h), core::Milliseconds(1h)}) {
    auto scene = SceneBuilder().service("web").container("web", {up_for(300ms - ahead)});
    scene.adjust = [ahead](reconcile::Scene& seen) { seen.engine_ahead = ahead; };
    CHECK(fresh(scene) == noon.mono + 700ms);
  }
}

TEST_CASE("a health check, a job, an end and a stop on purpose need no such proof") {
  for (const auto& change : std::vector<std::function<void(SceneBuilder&)>>{
           [](auto& s) { s.of("web").health = model::Health::healthy; },
           [](auto& s) { s.spec.services["web"].from_service.kind = model::ServiceKind::job; },
           [](auto& s) { s.of("web").state = model::ContainerState::exited; },
           [](auto& s) { s.stopped("web"); }}) {
    auto scene = SceneBuilder().service("web").container("web", {up_for(0ms)});
    CHECK(fresh(scene).has_value());
    change(scene);
    CHECK_FALSE(fresh(scene).has_value());
  }
}
