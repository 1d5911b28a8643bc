#include "heal/incident_event.hpp"

#include "support/catch.hpp"
#include "support/noon.hpp"

#include <nlohmann/json.hpp>

#include <chrono>

namespace {

using namespace std::chrono_literals;

model::Incident unreachable() {
  model::Incident incident;
  incident.id = 7;
  incident.fingerprint = "registry_unreachable";
  incident.cause = "registry_unreachable registry.example.org";
  incident.subjects = {{"shop", "web", ""}, {"blog", "app", ""}};
  incident.problem = "shop/web: pulling a: dial tcp";
  incident.opened_at = incident.first_opened_at = support::noon.wall;
  return incident;
}

nlohmann::json data_in(const model::Event& event) { return nlohmann::json::parse(event.data); }

}  // namespace

TEST_CASE("incident.opened says what is wrong, with what and for how often") {
  auto incident = unreachable();
  incident.occurrences = 3;
  const auto event = heal::opened_event(incident, true, support::noon.wall + 1min);
  CHECK(event.at == support::noon.wall + 1min);
  CHECK(event.deployment == "shop");
  CHECK(event.service == "web");
  CHECK(event.incident == 7);
  CHECK(event.alert == model::Alert{"incident/7", true});
  CHECK(event.message.starts_with(
      "shop/web: pulling a: dial tcp; so it is with 1 more (again: 3 times since "));
  const auto data = data_in(event);
  CHECK(data["fingerprint"] == "registry_unreachable");
  CHECK(data["cause"] == "registry_unreachable registry.example.org");
  CHECK(data["subjects"][1]["deployment"] == "blog");
  CHECK(data["subjects"][1]["service"] == "app");
  CHECK(data["criticality"] == "standard");
  CHECK(data["occurrences"] == 3);
  CHECK(data["recurring"] == true);
  CHECK(data["problem"] == incident.problem);
}

TEST_CASE("incident.needs_operator says why nothing more helps") {
  auto incident = unreachable();
  incident.state = model::IncidentState::needs_operator;
  incident.needs_operator_at = support::noon.wall;
  incident.attempts = 3;
  const auto event = heal::needs_operator_event(incident, "it failed 3 times", support::noon.wall);
  CHECK(event.severity == model::Severity::critical);
  CHECK(event.alert == model::Alert{"incident/7", true});
  CHECK(event.message == "shop/web and 1 more cannot be made well without you: it failed 3 times");
  CHECK(data_in(event)["attempts"] == 3);
}

TEST_CASE("incident.resolved says for how long, and by what or why") {
  auto incident = unreachable();
  incident.well_since = support::noon.wall + 12min;
  incident.resolved_at = support::noon.wall + 22min;
  incident.state = model::IncidentState::resolved;
  const auto event = heal::resolved_event(incident, "restart", "", *incident.resolved_at);
  CHECK(event.alert == model::Alert{"incident/7", false});
  CHECK(event.message ==
        "shop/web and 1 more are well again after 12m; what was done last: restart");
  const auto data = data_in(event);
  CHECK(data["duration_ms"] == 720'000);
  CHECK(data["how"] == "restart");
  CHECK(data["reason"] == "");
  const auto over = heal::resolved_event(incident, "", "it was released", *incident.resolved_at);
  CHECK(over.message == "the incident of shop/web and 1 more is over: it was released");
  incident.opened_at = support::noon.wall + 1h;
  CHECK(data_in(heal::resolved_event(incident, "", "", support::noon.wall))["duration_ms"] == 0);
}

TEST_CASE("incident.acknowledged says who has seen it") {
  auto incident = unreachable();
  incident.acknowledged_by = "anna";
  const auto event = heal::acknowledged_event(incident, support::noon.wall);
  CHECK(event.severity == model::Severity::info);
  CHECK_FALSE(event.alert);
  CHECK(event.message == "incident 7 of shop/web and 1 more was acknowledged by anna");
  CHECK(data_in(event)["by"] == "anna");
}

TEST_CASE("a text that is no UTF-8 breaks no event") {
  auto incident = unreachable();
  incident.problem = "pulling \xff";
  CHECK(data_in(heal::opened_event(incident, false, support::noon.wall)).contains("problem"));
}
