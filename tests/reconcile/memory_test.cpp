#include "reconcile/memory.hpp"

#include "support/catch.hpp"
#include "support/scene_builder.hpp"

using namespace support;
using model::FaultClass;
using model::FaultKind;
using model::Health;

namespace {

const core::BackoffSettings backoff;
const std::string id = id_of("web");

model::Fault fault(FaultKind kind, FaultClass klass) {
  return {kind, klass, 500, "no", "starting web"};
}

void look(reconcile::Memory& memory, const SceneBuilder& scene) {
  reconcile::note_observation(memory, scene.seen, "shop", backoff);
}

reconcile::ServiceMemory running_one() {
  reconcile::ServiceMemory memory;
  reconcile::note_started(memory, id, noon);
  return memory;
}

std::vector<model::HealthProbe> probes(const std::vector<std::string>& outputs) {
  std::vector<model::HealthProbe> log;
  for (const auto& output : outputs) log.push_back({{}, {}, 1, output});
  return log;
}

}  // namespace

TEST_CASE("three failed attempts in a row need an operator, a start ends the row") {
  reconcile::ServiceMemory memory;
  for (int i = 0; i < 2; ++i)
    reconcile::note_attempt_failed(memory, fault(FaultKind::disk_full, FaultClass::transient), 3,
                                   noon);
  REQUIRE_FALSE(memory.needs_operator_since);
  reconcile::note_attempt_failed(memory, fault(FaultKind::disk_full, FaultClass::transient), 3,
                                 noon + 1min);
  REQUIRE(memory.failures == 3);
  REQUIRE(memory.needs_operator_since == noon.mono + 1min);
  reconcile::note_started(memory, id, noon + 2min);
  REQUIRE(memory.failures == 0);
  REQUIRE_FALSE(memory.needs_operator_since);
}

TEST_CASE("a fault of the engine is not the service's") {
  reconcile::ServiceMemory memory;
  reconcile::note_attempt_failed(memory, fault(FaultKind::engine_timeout, FaultClass::engine), 3,
                                 noon);
  REQUIRE(memory == reconcile::ServiceMemory{});
}

TEST_CASE("what nobody could end is tried again as soon as it has ended, told or only seen") {
  const auto unseen = fault(FaultKind::end_unseen, FaultClass::config);
  auto told = running_one();
  reconcile::note_attempt_failed(told, unseen, 3, noon);
  REQUIRE(told.needs_operator_since);
  reconcile::note_death(told, id, 137, noon + 1s, backoff);
  CHECK_FALSE(told.needs_operator_since);
  CHECK(told.failures == 0);

  auto scene = SceneBuilder().service("web").container("web");
  reconcile::Memory memory;
  look(memory, scene);
  reconcile::note_attempt_failed(memory.services["web"], unseen, 3, noon);
  look(memory, scene);
  CHECK(memory.of("web").needs_operator_since);
  reconcile::note_engine_lost(memory);
  look(memory, SceneBuilder().service("web").container("web", {exited(137)}));
  CHECK_FALSE(memory.of("web").needs_operator_since);
}

TEST_CASE("an end does not forgive what failed for another reason") {
  auto memory = running_one();
  reconcile::note_attempt_failed(memory, fault(FaultKind::bad_command, FaultClass::config), 3,
                                 noon);
  reconcile::note_death(memory, id, 137, noon + 1s, backoff);
  CHECK(memory.needs_operator_since);
}

TEST_CASE("a death is counted once, however often it is told") {
  auto memory = running_one();
  reconcile::note_death(memory, id, 1, noon + 1s, backoff);
  reconcile::note_death(memory, id, 1, noon + 2s, backoff);
  REQUIRE(memory.containers[id].deaths == 1);
  REQUIRE(memory.containers[id].last_death == noon.mono + 1s);
}

TEST_CASE("deaths in a row add up, and ten minutes of running set them to zero") {
  auto memory = running_one();
  reconcile::note_death(memory, id, 1, noon + 1s, backoff);
  reconcile::note_started(memory, id, noon + 2s);
  reconcile::note_death(memory, id, 1, noon + 3s, backoff);
  REQUIRE(memory.containers[id].deaths == 2);
  reconcile::note_started(memory, id, noon + 4s);
  reconcile::note_death(memory, id, 1, noon + 4s + 10min, backoff);
  REQUIRE(memory.containers[id].deaths == 1);
}

TEST_CASE("a stop is no death") {
  auto memory = running_one();
  reconcile::note_stopped(memory, id, noon + 1s);
  reconcile::note_death(memory, id, 137, noon + 2s, backoff);
  REQUIRE(memory.containers[id].deaths == 0);
}

TEST_CASE("a death that no event told is seen in the next look") {
  reconcile::Memory memory;
  auto scene = SceneBuilder().service("web").container("web");
  look(memory, scene);
  exited(3)(scene.of("web"));
  scene.later(1min);
  look(memory, scene);
  look(memory, scene);
  REQUIRE(memory.of("web", id).deaths == 1);
  REQUIRE(memory.of("web", id).last_exit_code == 3);
  REQUIRE(memory.of("web", id).down_since == noon.mono + 1min);
}

TEST_CASE("what is found dead at the first look has died before our time") {
  reconcile::Memory memory;
  look(memory, SceneBuilder().service("web").container("web", {exited(1)}));
  REQUIRE(memory.of("web", id).deaths == 0);
}

TEST_CASE("what is down after the engine was away died with it: no death") {
  reconcile::Memory memory;
  auto scene = SceneBuilder().service("web").container("web");
  look(memory, scene);
  reconcile::note_engine_lost(memory);
  exited(0)(scene.of("web"));
  look(memory, scene);
  REQUIRE(memory.of("web", id).deaths == 0);
}

TEST_CASE("a crash loop of the engine's own restarts is seen by RestartCount, not by sampling") {
  reconcile::Memory memory;
  auto scene = SceneBuilder().service("web").container("web");
  look(memory, scene);
  scene.of("web").restart_count = 4;
  look(memory, scene.later(1min));
  REQUIRE(memory.of("web", id).deaths == 4);
}

TEST_CASE("deaths that events told are not counted again by RestartCount") {
  reconcile::Memory memory;
  auto scene = SceneBuilder().service("web").container("web");
  look(memory, scene);
  reconcile::note_death(memory.services["web"], id, 1, noon + 1s, backoff);
  reconcile::note_started(memory.services["web"], id, noon + 2s);
  scene.of("web").restart_count = 2;
  look(memory, scene.later(1min));
  REQUIRE(memory.of("web", id).deaths == 2);
}

TEST_CASE(
    "remedies are forgotten after ten minutes of health, not after ten minutes of ill-health") {
  reconcile::Memory memory;
  auto scene = SceneBuilder()
                   .service("web", {with_check()})
                   .container("web", {in_health(Health::unhealthy)});
  look(memory, scene);
  reconcile::note_remedy(memory.services["web"], id, noon);
  look(memory, scene.later(20min));
  REQUIRE(memory.of("web", id).remedies == 1);
  scene.of("web").health = Health::healthy;
  look(memory, scene);
  look(memory, scene.later(10min));
  REQUIRE(memory.of("web", id).remedies == 0);
}

TEST_CASE("a falling streak of failures is progress") {
  reconcile::Memory memory;
  auto scene = SceneBuilder().service("web").container(
      "web", {in_health(Health::unhealthy), [](auto& one) { one.failing_streak = 9; }});
  look(memory, scene);
  REQUIRE_FALSE(memory.of("web", id).last_progress);
  scene.of("web").failing_streak = 4;
  look(memory, scene.later(30s));
  REQUIRE(memory.of("web", id).last_progress == noon.mono + 30s);
}

TEST_CASE("containers that are gone are forgotten") {
  reconcile::Memory memory;
  auto scene = SceneBuilder().service("web").container("web");
  look(memory, scene);
  scene.seen.containers.clear();
  look(memory, scene);
  REQUIRE(memory.of("web").containers.empty());
}

TEST_CASE("a health log shows progress where a number grows or a new stage begins") {
  using reconcile::shows_progress;
  REQUIRE(shows_progress(
      probes({"migrating 10 of 100", "migrating 20 of 100", "migrating 45 of 100"})));
  REQUIRE(shows_progress(probes({"connection refused", "connection refused", "503 warming up"})));
  REQUIRE_FALSE(
      shows_progress(probes({"connection refused", "connection refused", "connection refused"})));
  REQUIRE_FALSE(shows_progress(
      probes({"timeout after 5003 ms", "timeout after 5001 ms", "timeout after 5004 ms"})));
  REQUIRE_FALSE(shows_progress(probes({"refused", "timeout", "refused"})));
  REQUIRE_FALSE(shows_progress(probes(
      {"2026-01-31 09:30:01 down", "2026-01-31 09:30:31 down", "2026-01-31 09:31:01 down"})));
  REQUIRE_FALSE(
      shows_progress(probes({"at 1769860800 down", "at 1769860830 down", "at 1769860860 down"})));
  REQUIRE_FALSE(shows_progress(probes({"a", "b"})));
}
