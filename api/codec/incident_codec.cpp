#include "api/codec/incident_codec.hpp"

#include "api/codec/json_text.hpp"
#include "heal/ports.hpp"

#include <nlohmann/json.hpp>

namespace api {
namespace {

using Json = nlohmann::ordered_json;

Json subjects_json(const std::vector<model::Subject>& subjects) {
  auto out = Json::array();
  for (const auto& subject : subjects)
    out.push_back({{"deployment", json_or_null(subject.deployment)},
                   {"service", json_or_null(subject.service)},
                   {"check", json_or_null(subject.check)},
                   {"text", text_of(subject)}});
  return out;
}

Json evidence_json(const std::vector<model::Evidence>& evidence) {
  auto out = Json::array();
  for (const auto& seen : evidence)
    out.push_back({{"at", json_time(seen.at)}, {"type", seen.type}, {"text", seen.text}});
  return out;
}

Json acknowledged_json(const model::Incident& incident) {
  if (!incident.acknowledged_at) return nullptr;
  return {{"at", json_time(incident.acknowledged_at)},
          {"by", incident.acknowledged_by},
          {"reason", incident.acknowledged_reason}};
}

}  // namespace

Json to_json(const model::Incident& incident, const std::string& next) {
  return {{"id", incident.id},
          {"state", model::name_of(incident.state)},
          {"severity", model::name_of(model::severity_of(incident))},
          {"criticality", model::name_of(incident.criticality)},
          {"fingerprint", incident.fingerprint},
          {"cause", json_or_null(incident.cause)},
          {"problem", incident.problem},
          {"subjects", subjects_json(incident.subjects)},
          {"affected", subjects_json(incident.affected)},
          {"opened_at", json_time(incident.opened_at)},
          {"first_opened_at", json_time(incident.first_opened_at)},
          {"last_seen_at", json_time(incident.last_seen_at)},
          {"well_since", json_time(incident.well_since)},
          {"needs_operator_at", json_time(incident.needs_operator_at)},
          {"resolved_at", json_time(incident.resolved_at)},
          {"acknowledged", acknowledged_json(incident)},
          {"occurrences", incident.occurrences},
          {"attempts", incident.attempts},
          {"evidence", evidence_json(incident.evidence)},
          {"done", incident.done},
          {"next", json_or_null(next)}};
}

Json open_incident_json(const heal::Incidents* incidents, const model::DeploymentName& deployment,
                        const model::ServiceName& service) {
  if (incidents == nullptr) return nullptr;
  const auto id = incidents->open_incident_of(deployment, service);
  return id ? Json(*id) : Json(nullptr);
}

}  // namespace api
