#include "cli/incident_view.hpp"
#include "cli/json_member.hpp"

#include <nlohmann/json.hpp>

namespace cli {
namespace {

using Json = nlohmann::ordered_json;

std::vector<SubjectText> subjects_of(const Json& json) {
  std::vector<SubjectText> out;
  for (const auto& each : json)
    out.push_back(
        {text(each, "deployment"), text(each, "service"), text(each, "check"), text(each, "text")});
  return out;
}

}  // namespace

IncidentText decode_incident(const std::string& text_of_json) {
  const auto json = Json::parse(text_of_json, nullptr, false);
  const auto& acknowledged = at(json, "acknowledged");
  IncidentText out;
  out.id = number(json, "id");
  out.state = text(json, "state");
  out.severity = text(json, "severity");
  out.fingerprint = text(json, "fingerprint");
  out.cause = text(json, "cause");
  out.problem = text(json, "problem");
  out.subjects = subjects_of(at(json, "subjects"));
  out.affected = subjects_of(at(json, "affected"));
  out.opened_at = text(json, "opened_at");
  out.first_opened_at = text(json, "first_opened_at");
  out.well_since = text(json, "well_since");
  out.resolved_at = text(json, "resolved_at");
  out.acknowledged_at = text(acknowledged, "at");
  out.acknowledged_by = text(acknowledged, "by");
  out.acknowledged_reason = text(acknowledged, "reason");
  out.occurrences = number(json, "occurrences");
  out.attempts = number(json, "attempts");
  for (const auto& seen : at(json, "evidence"))
    out.evidence.push_back({text(seen, "at"), text(seen, "type"), text(seen, "text")});
  for (const auto& done : at(json, "done"))
    if (done.is_string()) out.done.push_back(done.get<std::string>());
  out.next = text(json, "next");
  return out;
}

}  // namespace cli
