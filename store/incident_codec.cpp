#include "store/incident_codec.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <utility>

namespace store {
namespace {

using IncidentJson = nlohmann::json;
using model::Incident;

std::int64_t incident_milliseconds(core::WallTime at) { return at.time_since_epoch().count(); }

void put_moment(IncidentJson& json, const char* key, const std::optional<core::WallTime>& at) {
  if (at) json[key] = incident_milliseconds(*at);
}

std::optional<core::WallTime> moment_from(const IncidentJson& json, const char* key) {
  if (!json.contains(key)) return std::nullopt;
  return core::WallTime{core::Milliseconds(json.at(key).get<std::int64_t>())};
}

IncidentJson subjects_json(const std::vector<model::Subject>& subjects) {
  auto list = IncidentJson::array();
  for (const auto& one : subjects) {
    list.push_back(
        {{"deployment", one.deployment}, {"service", one.service}, {"check", one.check}});
  }
  return list;
}

std::vector<model::Subject> subjects_from(const IncidentJson& json, const char* key) {
  std::vector<model::Subject> subjects;
  for (const auto& one : json.value(key, IncidentJson::array()))
    subjects.push_back(
        {one.value("deployment", ""), one.value("service", ""), one.value("check", "")});
  return subjects;
}

IncidentJson evidence_json(const std::vector<model::Evidence>& evidence) {
  auto list = IncidentJson::array();
  for (const auto& one : evidence)
    list.push_back({{"at", incident_milliseconds(one.at)}, {"type", one.type}, {"text", one.text}});
  return list;
}

std::vector<model::Evidence> evidence_from(const IncidentJson& json) {
  std::vector<model::Evidence> evidence;
  for (const auto& one : json.value("evidence", IncidentJson::array()))
    evidence.push_back({moment_from(one, "at").value_or(core::WallTime{}), one.value("type", ""),
                        one.value("text", "")});
  return evidence;
}

template <class T> T known_name(std::optional<T> value, const char* what) {
  if (!value) throw IncidentJson::other_error::create(501, std::string("unknown ") + what, nullptr);
  return *value;
}

Incident incident_from(const IncidentJson& json) {
  Incident incident;
  incident.id = json.at("id").get<model::IncidentId>();
  incident.state =
      known_name(model::incident_state_from(json.at("state").get<std::string>()), "state");
  incident.criticality =
      known_name(model::criticality_from(json.at("criticality").get<std::string>()), "criticality");
  incident.fingerprint = json.value("fingerprint", "unknown");
  incident.cause = json.value("cause", "");
  incident.subjects = subjects_from(json, "subjects");
  incident.affected = subjects_from(json, "affected");
  incident.problem = json.value("problem", "");
  incident.opened_at = core::WallTime{core::Milliseconds(json.at("opened_at").get<std::int64_t>())};
  incident.first_opened_at = moment_from(json, "first_opened_at").value_or(incident.opened_at);
  incident.last_seen_at = moment_from(json, "last_seen_at").value_or(incident.opened_at);
  incident.well_since = moment_from(json, "well_since");
  incident.needs_operator_at = moment_from(json, "needs_operator_at");
  incident.resolved_at = moment_from(json, "resolved_at");
  incident.acknowledged_at = moment_from(json, "acknowledged_at");
  incident.acknowledged_by = json.value("acknowledged_by", "");
  incident.acknowledged_reason = json.value("acknowledged_reason", "");
  incident.occurrences = json.value("occurrences", 1);
  incident.attempts = json.value("attempts", 0);
  incident.evidence = evidence_from(json);
  incident.done = json.value("done", std::vector<std::string>{});
  return incident;
}

}  // namespace

std::string encode(const Incident& incident) {
  IncidentJson json = {{"id", incident.id},
                       {"state", model::name_of(incident.state)},
                       {"criticality", model::name_of(incident.criticality)},
                       {"fingerprint", incident.fingerprint},
                       {"cause", incident.cause},
                       {"subjects", subjects_json(incident.subjects)},
                       {"affected", subjects_json(incident.affected)},
                       {"problem", incident.problem},
                       {"opened_at", incident_milliseconds(incident.opened_at)},
                       {"first_opened_at", incident_milliseconds(incident.first_opened_at)},
                       {"last_seen_at", incident_milliseconds(incident.last_seen_at)},
                       {"acknowledged_by", incident.acknowledged_by},
                       {"acknowledged_reason", incident.acknowledged_reason},
                       {"occurrences", incident.occurrences},
                       {"attempts", incident.attempts},
                       {"evidence", evidence_json(incident.evidence)},
                       {"done", incident.done}};
  put_moment(json, "well_since", incident.well_since);
  put_moment(json, "needs_operator_at", incident.needs_operator_at);
  put_moment(json, "resolved_at", incident.resolved_at);
  put_moment(json, "acknowledged_at", incident.acknowledged_at);
  // Evidence came from engines and programs, and need not be UTF-8.
  return json.dump(-1, ' ', false, IncidentJson::error_handler_t::replace);
}

core::Result<Incident> decode_incident(const std::string& text) {
  try {
    return incident_from(IncidentJson::parse(text));
  } catch (const IncidentJson::exception& failure) {
    return core::Error{core::Errc::corrupt,
                       std::string("stored incident cannot be read: ") + failure.what()};
  }
}

}  // namespace store
