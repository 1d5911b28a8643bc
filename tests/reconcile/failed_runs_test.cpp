// Failed runs of jobs: each counts once, and only where it was the job that failed.
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
  LookedAt context;
  std::vector<Change> jobs() {
    const auto built = scene.scene();
    return ended_jobs(built.deployment, built.observation, context);
  }
};

}  // namespace

TEST_CASE("a job found failed has failed once, however often it is looked at") {
  Look look;
  look.scene.service("job", {kind(model::ServiceKind::job)}).container("job", {exited(3)});
  const auto first = all_of<SetFacts>(look.jobs());
  REQUIRE(first.size() == 1);
  CHECK(first[0].facts.failed_job_runs == 1);
  CHECK(first[0].facts.failed_job_generation == 1);
  look.scene.deployment.facts["job"] = first[0].facts;
  CHECK(look.jobs().empty());
  look.scene.of("job").started_at = noon.wall - 50s;
  look.scene.of("job").finished_at = noon.wall - 40s;
  const auto second = all_of<SetFacts>(look.jobs());
  REQUIRE(second.size() == 1);
  CHECK(second[0].facts.failed_job_runs == 2);
}

TEST_CASE("a failed run that was told is not found once more, by whatever evenkeel counted it") {
  Look look;
  look.scene.service("job", {kind(model::ServiceKind::job)}).container("job", {exited(3)});
  const auto died = look.scene.of("job").finished_at + 20ms;
  const auto built = look.scene.scene();
  const auto told =
      all_of<SetFacts>(facts_of_death(built.deployment, "job", id_of("job"), 3, died));
  REQUIRE(told.size() == 1);
  look.scene.deployment.facts["job"] = told[0].facts;
  CHECK(look.jobs().empty());
  const auto again = look.scene.scene();
  CHECK(facts_of_death(again.deployment, "job", id_of("job"), 3, died).empty());
  CHECK(is_failure_counted(again.deployment, look.scene.of("job"), look.context.by_engine()));
  look.scene.deployment.facts["job"].failed_run.reset();  // as before it was noted
  CHECK(look.jobs().empty());
}

TEST_CASE("failed replicas of a job are counted, and then no more") {
  Look look;
  look.scene.service("job", {kind(model::ServiceKind::job), scaled(2)});
  look.scene.container("job", {exited(3, 2min)}).container("job", {exited(3, 1min)}, 2);
  for (int looks = 0; looks < 3; ++looks) {
    for (const auto& change : all_of<SetFacts>(look.jobs()))
      look.scene.deployment.facts["job"] = change.facts;
  }
  CHECK(look.scene.deployment.facts["job"].failed_job_runs <= 2);
  CHECK(look.jobs().empty());
}

TEST_CASE("what ended a job is not always the job") {
  Look look;
  look.scene.service("job", {kind(model::ServiceKind::job)}).container("job", {exited(143)});
  auto& job = look.scene.of("job");
  REQUIRE(look.jobs().size() == 1);
  SECTION("the engine died") { job.exit_code = 255; }
  SECTION("it never began") { job.error = "no such file"; }
  SECTION("we did") { look.context.ended_by_us.insert(job.id); }
  SECTION("a client did") { look.scene.deployment.containers.at(job.id).signaled = true; }
  SECTION("a verb asked for another run") {
    look.scene.deployment.facts["job"].restart_after = noon.wall;
  }
  SECTION("a newer generation asked for another run") {
    look.scene.deployment.current.at = job.started_at + 1s;
  }
  SECTION("engine or host went down") {
    look.context.down_from = noon.wall - 1h;
    look.context.down_until = noon.wall;
    job.exit_code = GENERATE(137, 143);
  }
  CHECK(look.jobs().empty());
}

TEST_CASE("a job that failed with its own code has failed, also while engine or host went down") {
  Look look;
  look.scene.service("job", {kind(model::ServiceKind::job)}).container("job", {exited(1)});
  look.context.down_from = noon.wall - 1h;
  look.context.down_until = noon.wall;
  CHECK(look.jobs().size() == 1);
}

TEST_CASE("a change by the owner's tools asks no job to run again") {
  Look look;
  look.scene.service("job", {kind(model::ServiceKind::job)}).container("job", {exited(1)});
  look.scene.deployment.current.source.kind = model::SourceKind::engine;
  look.scene.deployment.current.at = look.scene.of("job").started_at + 1s;
  CHECK(look.jobs().size() == 1);
}

TEST_CASE("each failed run of a job counts, anew for each generation") {
  SceneBuilder scene;
  scene.service("job", {kind(model::ServiceKind::job)}).container("job", {exited(3)});
  scene.deployment.facts["job"].failed_job_runs = 2;
  scene.deployment.facts["job"].failed_job_generation = 1;
  const auto built = scene.scene();
  const auto changes = facts_of_death(built.deployment, "job", id_of("job"), 3, noon.wall);
  REQUIRE(all_of<SetFacts>(changes).size() == 1);
  CHECK(all_of<SetFacts>(changes)[0].facts.failed_job_runs == 3);

  scene.deployment.facts["job"].failed_job_generation = 0;
  const auto anew = scene.scene();
  CHECK(all_of<SetFacts>(facts_of_death(anew.deployment, "job", id_of("job"), 3, noon.wall))[0]
            .facts.failed_job_runs == 1);
}
