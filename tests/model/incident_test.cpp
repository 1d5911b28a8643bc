#include "model/incident.hpp"

#include "support/catch.hpp"

using model::Criticality;
using model::IncidentState;
using model::Severity;

TEST_CASE("the states of incidents have names, and no others") {
  for (const auto state :
       {IncidentState::open, IncidentState::needs_operator, IncidentState::resolved})
    CHECK(model::incident_state_from(name_of(state)) == state);
  CHECK(name_of(IncidentState::needs_operator) == "needs_operator");
  CHECK_FALSE(model::incident_state_from("closed"));
}

TEST_CASE("a subject is a service, a deployment, a check, or the host") {
  CHECK(text_of(model::Subject{"shop", "web", ""}) == "shop/web");
  CHECK(text_of(model::Subject{"shop", "", ""}) == "shop");
  CHECK(text_of(model::Subject{"", "", "backup"}) == "check backup");
  CHECK(text_of(model::Subject{}) == "the host");
}

TEST_CASE("the severity of an incident follows its criticality until it needs an operator") {
  struct Case {
    Criticality criticality;
    Severity open, needs_operator;
  };
  for (const auto& [criticality, open, needs_operator] :
       {Case{Criticality::critical, Severity::critical, Severity::critical},
        Case{Criticality::standard, Severity::warning, Severity::critical},
        Case{Criticality::optional, Severity::info, Severity::warning}}) {
    model::Incident incident;
    incident.criticality = criticality;
    CHECK(severity_of(incident) == open);
    incident.state = IncidentState::needs_operator;
    CHECK(severity_of(incident) == needs_operator);
    // What resolves it has the severity of what it resolves.
    incident.needs_operator_at = core::WallTime{};
    incident.state = IncidentState::resolved;
    CHECK(severity_of(incident) == needs_operator);
  }
}

TEST_CASE("the key of an incident's alert names it") {
  model::Incident incident;
  incident.id = 7;
  CHECK(alert_key_of(incident) == "incident/7");
}
