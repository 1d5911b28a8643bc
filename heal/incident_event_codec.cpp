#include "heal/incident_event.hpp"

#include "core/time_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace heal {
namespace {

using Json = nlohmann::ordered_json;

std::string subjects_text(const model::Incident& incident) {
  const auto more = incident.subjects.size() - 1;
  const auto first = text_of(incident.subjects.front());
  return more == 0 ? first : first + " and " + std::to_string(more) + " more";
}

model::Event event_of_incident(const model::Incident& incident, const char* type,
                               core::WallTime now) {
  model::Event event;
  event.at = now;
  event.type = type;
  event.severity = severity_of(incident);
  event.deployment = incident.subjects.front().deployment;
  event.service = incident.subjects.front().service;
  event.incident = incident.id;
  return event;
}

void set_data(model::Event& event, const Json& data) {
  event.data = data.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json data_of_incident(const model::Incident& incident) {
  Json subjects = Json::array();
  for (const auto& subject : incident.subjects) {
    subjects.push_back({{"deployment", subject.deployment},
                        {"service", subject.service},
                        {"check", subject.check}});
  }
  return {{"fingerprint", incident.fingerprint},
          {"cause", incident.cause},
          {"subjects", std::move(subjects)},
          {"criticality", model::name_of(incident.criticality)},
          {"occurrences", incident.occurrences}};
}

// While it lasted this time; a clock that was set back makes none of it negative.
core::Milliseconds lasted(const model::Incident& incident) {
  const auto until =
      incident.well_since.value_or(incident.resolved_at.value_or(incident.opened_at));
  return std::max(core::Milliseconds(0), until - incident.opened_at);
}

std::string plain_duration(core::Milliseconds duration) {
  return core::duration_text(std::chrono::round<std::chrono::seconds>(duration));
}

}  // namespace

model::Event opened_event(const model::Incident& incident, bool recurring, core::WallTime now) {
  auto event = event_of_incident(incident, "incident.opened", now);
  event.alert = model::Alert{alert_key_of(incident), true};
  event.message = incident.problem;
  const auto more = incident.subjects.size() - 1;
  if (more > 0) event.message += "; so it is with " + std::to_string(more) + " more";
  if (recurring) {
    event.message += " (again: " + std::to_string(incident.occurrences) + " times since " +
                     core::local_text(incident.first_opened_at) + ")";
  }
  auto data = data_of_incident(incident);
  data["recurring"] = recurring;
  data["problem"] = incident.problem;
  set_data(event, data);
  return event;
}

model::Event acknowledged_event(const model::Incident& incident, core::WallTime now) {
  auto event = event_of_incident(incident, "incident.acknowledged", now);
  event.severity = model::Severity::info;
  event.message = "incident " + std::to_string(incident.id) + " of " + subjects_text(incident) +
                  " was acknowledged by " + incident.acknowledged_by;
  if (!incident.acknowledged_reason.empty()) event.message += ": " + incident.acknowledged_reason;
  set_data(event, {{"by", incident.acknowledged_by}, {"reason", incident.acknowledged_reason}});
  return event;
}

model::Event needs_operator_event(const model::Incident& incident, const std::string& why,
                                  core::WallTime now) {
  auto event = event_of_incident(incident, "incident.needs_operator", now);
  event.alert = model::Alert{alert_key_of(incident), true};
  event.message = subjects_text(incident) + " cannot be made well without you";
  if (!why.empty()) event.message += ": " + why;
  auto data = data_of_incident(incident);
  data["attempts"] = incident.attempts;
  data["problem"] = incident.problem;
  set_data(event, data);
  return event;
}

model::Event resolved_event(const model::Incident& incident, const std::string& how,
                            const std::string& reason, core::WallTime now) {
  auto event = event_of_incident(incident, "incident.resolved", now);
  event.alert = model::Alert{alert_key_of(incident), false};
  const auto duration = lasted(incident);
  if (reason.empty()) {
    const bool is_one = incident.subjects.size() == 1;
    event.message = subjects_text(incident) + (is_one ? " is" : " are") + " well again after " +
                    plain_duration(duration);
    if (!how.empty()) event.message += "; what was done last: " + how;
  } else {
    event.message = "the incident of " + subjects_text(incident) + " is over: " + reason;
  }
  auto data = data_of_incident(incident);
  data["duration_ms"] = duration.count();
  data["how"] = how;
  data["reason"] = reason;
  set_data(event, data);
  return event;
}

}  // namespace heal
