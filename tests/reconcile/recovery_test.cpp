#include "reconcile/recovery.hpp"

#include "fakes/world.hpp"
#include "support/catch.hpp"
#include "support/scene_builder.hpp"

using namespace reconcile;
using namespace support;

namespace {

ReturnEvidence evidence() {
  ReturnEvidence e;
  Heartbeat last;
  last.at = noon.wall - 1min;
  last.boot_id = "boot-1";
  last.engine_start = "pid:10:100";
  e.last = last;
  e.boot_id = "boot-1";
  e.engine_start = "pid:10:100";
  e.now = noon.wall;
  e.agent_just_started = true;
  return e;
}

model::DeploymentView view(std::vector<std::pair<std::string, model::ServicePhase>> services) {
  model::DeploymentView made;
  made.name = "shop";
  made.observed_at = noon.wall;
  for (auto& [name, phase] : services) {
    model::ServiceView service;
    service.name = name;
    service.phase = phase;
    service.why = "a reason";
    made.services.push_back(std::move(service));
  }
  return made;
}

}  // namespace

TEST_CASE("the first start ever is no return") {
  auto e = evidence();
  e.last.reset();
  CHECK_FALSE(classify_return(e).has_value());
}

TEST_CASE("another boot id is a host reboot, planned if the agent had ended in order") {
  auto e = evidence();
  e.boot_id = "boot-2";
  e.last->clean_stop = true;
  const auto clean = classify_return(e);
  REQUIRE(clean);
  CHECK(clean->cause == RecoveryCause::host_reboot);
  CHECK(clean->planned);
  CHECK(clean->new_engine);
  e.last->clean_stop = false;
  CHECK_FALSE(classify_return(e)->planned);
}

TEST_CASE("a new engine without a stop before is a crash only where something ran") {
  auto e = evidence();
  e.agent_just_started = false;
  e.engine_start = "pid:11:200";
  e.something_ran = true;
  CHECK(classify_return(e)->cause == RecoveryCause::engine_crash);
  e.something_ran = false;
  CHECK(classify_return(e)->cause == RecoveryCause::engine_restart);
}

TEST_CASE("an end in order that was seen is no crash, whatever ended late") {
  auto e = evidence();
  e.agent_just_started = false;
  e.engine_start = "pid:11:200";
  e.something_ran = e.shutdown_seen = e.survivors_stopped_at_boot = true;
  CHECK(classify_return(e)->cause == RecoveryCause::engine_restart);
  CHECK(classify_return(e)->planned);
}

TEST_CASE("the same engine start is a restart of the agent") {
  const auto what = classify_return(evidence());
  REQUIRE(what);
  CHECK(what->cause == RecoveryCause::agent_restart);
  CHECK_FALSE(what->new_engine);
  CHECK(what->down_from == noon.wall - 1min);
}

TEST_CASE("a stream that broke under the same engine and agent is no return") {
  auto e = evidence();
  e.agent_just_started = false;
  CHECK_FALSE(classify_return(e).has_value());
}

TEST_CASE("containers that ended in the engine's own boot tell of its crash") {
  auto e = evidence();
  e.engine_start = "pid:11:200";
  e.survivors_stopped_at_boot = true;
  CHECK(classify_return(e)->cause == RecoveryCause::engine_crash);
}

TEST_CASE("an engine that went down in order while we looked was restarted") {
  auto e = evidence();
  e.agent_just_started = false;
  e.engine_start = "pid:11:200";
  e.shutdown_seen = true;
  const auto what = classify_return(e);
  CHECK(what->cause == RecoveryCause::engine_restart);
  CHECK(what->planned);
}

TEST_CASE("a heartbeat in the future counts as now") {
  auto e = evidence();
  e.last->at = noon.wall + 1h;
  CHECK(classify_return(e)->down_from == noon.wall);
}

TEST_CASE("engines are the same where their starts are known and equal") {
  CHECK(same_engine("pid:1:2", "pid:1:2"));
  CHECK(same_engine("own:3", "own:3"));
  CHECK_FALSE(same_engine("own:3", "own:4"));
  CHECK_FALSE(same_engine("", ""));
}

TEST_CASE("a report tells who came back alone, who was helped and who was left") {
  FirstLook first;
  first.came_back = {"db"};
  first.down = {{"web", 0}};
  using enum model::ServicePhase;
  auto now = view({{"db", running}, {"job", completed}, {"old", stopped}, {"web", running}});
  now.services[3].running = 1;
  const auto report = report_of(now, first);
  CHECK(report.outcome == "recovered");
  CHECK(report.note == "web started by evenkeel; old left stopped on purpose");
  CHECK(report.services[0].outcome == "already_running");
  CHECK(report.services[1].outcome == "completed");
}

TEST_CASE("what needs an operator makes the deployment failed, with the problem") {
  using enum model::ServicePhase;
  const auto report = report_of(view({{"db", running}, {"web", needs_operator}}), {});
  CHECK(report.outcome == "failed");
  CHECK(report.problem == "web: a reason");
}

TEST_CASE("a deployment that is stopped as a whole is left stopped") {
  CHECK(report_of(view({{"web", model::ServicePhase::stopped}}), {}).outcome == "left_stopped");
}

TEST_CASE("only ends that time will not change are settled") {
  using enum model::ServicePhase;
  CHECK(settled(view({{"a", running}, {"b", stopped}, {"c", completed}, {"d", needs_operator}})));
  CHECK_FALSE(settled(view({{"a", running}, {"b", starting}})));
  CHECK_FALSE(settled(view({{"a", backoff}})));
}

TEST_CASE("an agent restart with nothing to do is information, a failure is critical") {
  RecoveryReport report;
  report.what.cause = RecoveryCause::agent_restart;
  report.deployments.push_back(report_of(view({{"web", model::ServicePhase::running}}), {}));
  CHECK(recovery_event(report, false).severity == model::Severity::info);
  report.what.cause = RecoveryCause::engine_restart;
  CHECK(recovery_event(report, false).severity == model::Severity::warning);
  report.deployments.push_back(report_of(view({{"web", model::ServicePhase::needs_operator}}), {}));
  CHECK(recovery_event(report, false).severity == model::Severity::critical);
  CHECK(recovery_event(report, true).type == "recovery.updated");
}

TEST_CASE("what is stopped on purpose and still runs is not settled yet") {
  auto stopping = view({{"web", model::ServicePhase::running}});
  CHECK(settled(stopping));
  stopping.services[0].intent.state = model::IntentState::stopped;
  CHECK_FALSE(settled(stopping));
  CHECK(report_of(stopping, {}).services[0].outcome == "pending");
}

TEST_CASE("what waits for something that is stopped on purpose is settled, and left stopped") {
  auto left = view({{"db", model::ServicePhase::stopped}, {"web", model::ServicePhase::waiting}});
  CHECK_FALSE(settled(left));
  CHECK(report_of(left, {}).outcome == "pending");
  left.services[1].up_to_owner = true;
  CHECK(settled(left));
  const auto report = report_of(left, {});
  CHECK(report.outcome == "left_stopped");
  CHECK(report.services[1].outcome == "left_stopped");
  CHECK(report.services[1].note == "a reason");
}

TEST_CASE("a service of which a part is meant to run, and does, was not brought back") {
  FirstLook first;
  first.down = {{"web", 1}};
  auto now = view({{"web", model::ServicePhase::running}});
  now.services[0].running = 1;
  CHECK(report_of(now, first).outcome == "already_running");
  now.services[0].running = 2;
  CHECK(report_of(now, first).outcome == "recovered");
}

TEST_CASE("a job that failed and is not run again is settled, and so is what may not be healed") {
  using enum model::ServicePhase;
  auto now = view({{"job", exited}, {"web", unhealthy}});
  CHECK_FALSE(settled(now));
  for (auto& service : now.services) service.left_as_is = true;
  CHECK(settled(now));
  const auto report = report_of(now, {});
  CHECK(report.services[0].outcome == "left_stopped");
  CHECK(report.services[1].outcome == "already_running");
  CHECK(report.services[1].note == "a reason");
  CHECK(report.outcome == "already_running");
}

TEST_CASE("a return is reported at once where all that is down waits for its owner") {
  fakes::World world({"db", "web"});
  needs("db")(world.scene.spec.services.at("web"));
  world.watch();
  world.verb(Verb::stop, "db");
  world.die();
  exited(1)(world.scene.of("web"));
  world.begin();
  world.pass_time(10s);  // long before `report_after`
  CHECK_FALSE(world.runs("web"));
  CHECK(world.events.count("recovery.completed") == 1);
  CHECK(world.events.last("recovery.completed").find("1 left stopped on purpose") !=
        std::string::npos);
  CHECK(world.events.count("recovery.updated") == 0);
}
