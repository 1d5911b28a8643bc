#include "reconcile/facts.hpp"

#include "support/catch.hpp"
#include "support/scene_builder.hpp"

using namespace reconcile;
using namespace support;

namespace {

template <class T> std::vector<T> all_of(const std::vector<Change>& changes) {
  std::vector<T> found;
  for (const auto& change : changes) {
    if (const auto* one = std::get_if<T>(&change)) found.push_back(*one);
  }
  return found;
}

struct Look {
  Look() { context.now = noon.wall; }

  SceneBuilder scene;
  Desire desire;
  LookedAt context;
  std::vector<Change> records() {
    const auto built = scene.scene();
    return records_from_look(built.deployment, built.observation, desire, context);
  }
  std::vector<Change> jobs() {
    const auto built = scene.scene();
    return ended_jobs(built.deployment, built.observation, context);
  }
  std::vector<Change> overtaken() {
    const auto built = scene.scene();
    return overtaken_ends(built.deployment, built.observation, context);
  }
};

Look stranger(core::WallTime created_at) {
  Look look;
  look.scene.service("web").container("web");
  look.scene.deployment.containers.clear();
  look.scene.of("web").created_at = created_at;
  look.scene.deployment.current.at = noon.wall;
  return look;
}

}  // namespace

TEST_CASE("a container older than the owner's newest word is recorded as of no generation") {
  auto look = stranger(noon.wall - 1h);
  const auto records = all_of<RecordContainer>(look.records());
  REQUIRE(records.size() == 1);
  CHECK(records[0].record.generation == 0);
}

TEST_CASE("a container is not older than a word by a clock that was set back") {
  auto look = stranger(noon.wall - 1s);
  look.scene.deployment.current.at = noon.wall + 1h;
  CHECK(look.records().empty());
}

TEST_CASE("a container younger than the owner's newest word is left to be judged") {
  auto look = stranger(noon.wall + 1s);
  CHECK(look.records().empty());
}

TEST_CASE("a container of a service that evenkeel was never given is nobody's to record") {
  auto look = stranger(noon.wall - 1h);
  look.scene.spec.services.erase("web");
  REQUIRE(look.records().empty());
}

TEST_CASE(
    "what another client made is known by what it was made with once its owner gives a file") {
  Look look;
  look.scene.service("web").container("web").next_generation();
  look.scene.deployment.current.source.kind = model::SourceKind::compose;
  auto& record = look.scene.deployment.containers[id_of("web")];
  record.generation = 0;
  record.made_elsewhere = 2;
  CHECK(all_of<RecordContainer>(look.records()).empty());
  look.scene.next_generation();
  const auto known = all_of<RecordContainer>(look.records());
  REQUIRE(known.size() == 1);
  CHECK_FALSE(known[0].record.made_with.empty());
  look.scene.deployment.current.source.kind = model::SourceKind::engine;
  CHECK(all_of<RecordContainer>(look.records()).empty());
}

TEST_CASE("the engine start under which a container runs is kept up to date") {
  Look look;
  look.scene.service("web").container("web");
  look.context.engine_start = "pid:2:2";
  const auto records = all_of<RecordContainer>(look.records());
  REQUIRE(records.size() == 1);
  CHECK(records[0].record.last_running_engine == "pid:2:2");
}

TEST_CASE("since when a container is paused is kept, and forgotten when it is not") {
  Look look;
  look.scene.service("web").container("web", {in_state(model::ContainerState::paused)});
  look.context.now = noon.wall;
  auto records = all_of<RecordContainer>(look.records());
  REQUIRE(records.size() == 1);
  CHECK(records[0].record.paused_at == noon.wall);
  look.scene.deployment.containers[id_of("web")] = records[0].record;
  look.context.now = noon.wall + 1h;
  CHECK(look.records().empty());
  look.scene.of("web").state = model::ContainerState::exited;
  records = all_of<RecordContainer>(look.records());
  REQUIRE(records.size() == 1);
  CHECK(records[0].record.paused_at == core::WallTime{});
}

TEST_CASE("a job found ended with 0 is completed") {
  Look look;
  look.scene.service("job", {kind(model::ServiceKind::job)}).container("job", {exited(0)});
  const auto facts = all_of<SetFacts>(look.jobs());
  REQUIRE(facts.size() == 1);
  CHECK(facts[0].facts.completed.has_value());
}

TEST_CASE("a job that ended with 0 because of the shutdown is not completed") {
  Look look;
  look.scene.service("job", {kind(model::ServiceKind::job)}).container("job", {exited(0)});
  look.context.down_from = noon.wall - 1h;
  look.context.down_until = noon.wall;
  CHECK(look.jobs().empty());
}

TEST_CASE("a job that was told to end is not completed by ending with 0") {
  Look look;
  look.scene.service("job", {kind(model::ServiceKind::job)}).container("job", {exited(0)});
  auto& intent = look.scene.deployment.intents["job"];
  intent.state = model::IntentState::stopped;
  intent.at = look.scene.of("job").started_at + 1s;
  CHECK(look.jobs().empty());
  // Stopped before that run began, which somebody must have wanted since.
  intent.at = look.scene.of("job").started_at - 1s;
  CHECK(look.jobs().size() == 1);
  look.scene.deployment.containers.at(look.scene.of("job").id).signaled = true;
  CHECK(look.jobs().empty());
}

TEST_CASE("a job that a verb asked to run again is not completed by its last run") {
  Look look;
  look.scene.service("job", {kind(model::ServiceKind::job)}).container("job", {exited(0)});
  look.scene.deployment.facts["job"].restart_after = noon.wall;
  CHECK(look.jobs().empty());
}

TEST_CASE("a job that a verb asked to make anew is not completed by its last run") {
  Look look;
  look.scene.service("job", {kind(model::ServiceKind::job)}).container("job", {exited(0)});
  look.scene.deployment.facts["job"].recreate_after = noon.wall;
  CHECK(look.jobs().empty());
}

TEST_CASE("an end that is told again counts for nothing once a verb asked for another run") {
  Look look;
  look.scene.service("job", {kind(model::ServiceKind::job)})
      .container("job", {exited(0)})
      .completed("job");
  CHECK(look.overtaken().empty());
  auto& facts = look.scene.deployment.facts["job"];
  facts.failed_job_runs = 1;
  facts.restart_after = look.scene.of("job").started_at + 1ms;
  const auto anew = all_of<SetFacts>(look.overtaken());
  REQUIRE(anew.size() == 1);
  CHECK_FALSE(anew[0].facts.completed.has_value());
  CHECK(anew[0].facts.failed_job_runs == 0);
  CHECK(anew[0].facts.restart_after == facts.restart_after);
  facts.restart_after = look.scene.of("job").started_at;
  CHECK(look.overtaken().empty());
}

TEST_CASE("a run that ends after a verb asked for another one is not that one") {
  Look look;
  look.scene.service("job", {kind(model::ServiceKind::job)}).container("job", {exited(0)});
  look.scene.deployment.facts["job"].restart_after = look.scene.of("job").finished_at - 1ms;
  CHECK(look.jobs().empty());
}

TEST_CASE("a job is done, whatever was asked for before the clock was set back") {
  Look look;
  look.scene.service("job", {kind(model::ServiceKind::job)}).container("job", {exited(0)});
  look.scene.deployment.facts["job"].restart_after = noon.wall + 24h;
  CHECK(look.jobs().size() == 1);
}

TEST_CASE("a service that ends with 0 is not completed") {
  Look look;
  look.scene.service("web", {kind(model::ServiceKind::service)}).container("web", {exited(0)});
  CHECK(look.jobs().empty());
}

TEST_CASE("a restart that was asked for is owed until the container started later") {
  SceneBuilder scene;
  scene.service("web").container("web", {up_for(1min)});
  scene.deployment.facts["web"].restart_after = noon.wall;
  const auto owed = scene.scene();
  CHECK(asked_to_restart(owed.deployment, owed.observation, WallOrder(noon.wall)) ==
        std::set<model::ContainerId>{id_of("web")});
  scene.of("web").started_at = noon.wall + 1ms;
  const auto paid = scene.scene();
  CHECK(asked_to_restart(paid.deployment, paid.observation, WallOrder(noon.wall)).empty());
}

TEST_CASE("what was asked for before the clock was set back is not done for ever") {
  SceneBuilder scene;
  scene.service("web").container("web", {up_for(1min)});
  auto& facts = scene.deployment.facts["web"];
  facts.restart_after = facts.recreate_after = noon.wall + 24h;
  const auto built = scene.scene();
  CHECK(asked_to_restart(built.deployment, built.observation, WallOrder(noon.wall)).empty());
  CHECK(asked_to_replace(built.deployment, built.observation, WallOrder(noon.wall)).empty());
}
