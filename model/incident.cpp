#include "model/incident.hpp"

namespace model {

std::string_view name_of(IncidentState state) {
  switch (state) {
    case IncidentState::open: return "open";
    case IncidentState::needs_operator: return "needs_operator";
    case IncidentState::resolved: return "resolved";
  }
  return "open";
}

std::optional<IncidentState> incident_state_from(std::string_view text) {
  for (const auto state :
       {IncidentState::open, IncidentState::needs_operator, IncidentState::resolved}) {
    if (text == name_of(state)) return state;
  }
  return std::nullopt;
}

std::string text_of(const Subject& subject) {
  if (!subject.check.empty()) return "check " + subject.check;
  if (subject.deployment.empty()) return "the host";
  return subject.service.empty() ? subject.deployment : subject.deployment + "/" + subject.service;
}

Severity severity_of(const Incident& incident) {
  const bool is_optional = incident.criticality == Criticality::optional;
  // What resolves one has the severity of what it resolves.
  if (incident.state == IncidentState::needs_operator || incident.needs_operator_at)
    return is_optional ? Severity::warning : Severity::critical;
  if (is_optional) return Severity::info;
  return incident.criticality == Criticality::critical ? Severity::critical : Severity::warning;
}

std::string alert_key_of(const Incident& incident) {
  return "incident/" + std::to_string(incident.id);
}

}  // namespace model
