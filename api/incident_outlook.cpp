#include "api/incident_outlook.hpp"

#include "core/time_text.hpp"

namespace api {
namespace {

bool is_of_services(const model::Incident& incident) {
  return !incident.subjects.empty() && !incident.subjects.front().service.empty();
}

}  // namespace

std::string outlook_of(const model::Incident& incident,
                       const std::optional<core::WallTime>& next_attempt_at) {
  if (!incident.is_open()) return "";
  if (incident.well_since)
    return "It is well since " + core::local_text(*incident.well_since) +
           "; it is resolved once it has stayed well for heal.stability.";
  const auto at = next_attempt_at ? core::local_text(*next_attempt_at) : std::string();
  if (incident.state == model::IncidentState::needs_operator)
    return at.empty() ? "A person is needed."
                      : "A person is needed; all the same it is tried again at " + at + ".";
  if (!at.empty()) return "The next attempt is at " + at + ".";
  return is_of_services(incident) ? "evenkeel is at it." : "It ends when its check passes again.";
}

}  // namespace api
