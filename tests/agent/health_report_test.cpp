#include "agent/health_report.hpp"

#include "support/catch.hpp"

#include <nlohmann/json.hpp>

namespace {

agent::HealthReport quiet_host() {
  agent::HealthReport report;
  report.host = "nas";
  report.status.engine_up = report.status.store_writable = true;
  return report;
}

model::DeploymentView deployment(model::DeploymentPhase phase) {
  model::DeploymentView view;
  view.name = "shop";
  view.phase = phase;
  return view;
}

nlohmann::json parsed(const agent::HealthReport& report) {
  return nlohmann::json::parse(agent::report_text(report));
}

}  // namespace

TEST_CASE("a host where all is as it should be is healthy") {
  auto report = quiet_host();
  report.deployments = {deployment(model::DeploymentPhase::converged),
                        deployment(model::DeploymentPhase::stopped)};
  const auto json = parsed(report);
  CHECK(json["healthy"] == true);
  CHECK(json["host"] == "nas");
  CHECK(json["deployments"].size() == 2);
}

TEST_CASE("one deployment that is not well, no engine, or no store: not healthy") {
  auto ill = quiet_host(), away = quiet_host(), full = quiet_host();
  ill.deployments = {deployment(model::DeploymentPhase::degraded)};
  away.status.engine_up = false;
  full.status.store_writable = false;
  for (const auto& report : {ill, away, full}) CHECK(parsed(report)["healthy"] == false);
}

TEST_CASE("open incidents are in the report, and those that are over are not") {
  auto report = quiet_host();
  model::Incident open, over;
  open.id = 7;
  open.fingerprint = "crash_loop";
  open.subjects = {{"shop", "web", ""}};
  over.id = 6;
  over.state = model::IncidentState::resolved;
  report.incidents = {over, open};
  const auto json = parsed(report);
  REQUIRE(json["incidents"].size() == 1);
  CHECK(json["incidents"][0]["id"] == 7);
  CHECK(json["incidents"][0]["subjects"][0] == "shop/web");
}
