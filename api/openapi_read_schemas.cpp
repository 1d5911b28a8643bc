#include "api/openapi_read_schemas.hpp"

#include "api/openapi_notation.hpp"

#include <nlohmann/json.hpp>

namespace api {
namespace {

using Json = nlohmann::ordered_json;

struct Named {
  const char* name;
  const char* fields;
};

constexpr Named answers[] = {
    {"Deployments", "items: [#Deployment], next: string?"},
    {"Intent",
     "state: running|stopped, set_by: api|engine|apply|adopt, by: string, "
     "reason: string, at: time?"},
    {"Source", "kind: compose|engine, files: [string], directory: string?, differs: boolean"},
    {"Container",
     "id: string, name: string, state: string, health: string?, exit_code: integer?, "
     "exit_meaning: string?, health_output: string?, oom_killed: boolean, started_at: time?"},
    {"Plan", "plan: [string], text: string, warnings?: [string]"},
    {"Explanation",
     "deployment: string, phase: string, hold: #Hold?, services: [{name: string, phase: string, "
     "reasons: [string], history: [#IntentChange], policy: [{key: string, value: string, "
     "origin: string}], incident: integer?}]"},
    {"IntentChange",
     "service: string, state: running|stopped, set_by: string, by: string, reason: string, "
     "at: time?, proof: string, id?: integer"},
    {"Intents", "items: [#IntentChange], next: integer?"},
    {"Generation",
     "generation: integer, at: time?, by: string, reason: string, source: #Source, "
     "project?: object?"},
    {"Generations", "items: [#Generation], next: integer?"},
    {"Hold",
     "id: integer, host: boolean, deployment: string?, service: string?, by: string, "
     "reason: string, from: time?, until: time?"},
    {"Holds", "items: [#Hold], next: integer?"},
    {"Events", "items: [#Event], next: integer?"},
    {"Removed", "name: string, released?: boolean, deleted?: boolean, converged: boolean"},
    {"Progress", "status: string, last_progress_ms: integer"},
    {"Ready", "status: string"},
};

constexpr Named requests[] = {
    {"Reason", "reason?: string"},
    {"HoldRequest", "for?: duration, reason?: string"},
    {"HoldRequestOfSubject",
     "host?: boolean, deployment?: string, service?: string, for?: duration, reason?: string"},
    {"SilenceRequest",
     "match: {type?: string, deployment?: string, service?: string, key?: string, "
     "severity?: info|warning|critical}, starts_at?: time, for?: duration, ends_at?: time, "
     "comment?: string"},
    {"FilesOfHost",
     "files: [string], directory?: string, env?: object, env_files?: [string], "
     "profiles?: [string], reason?: string"},
    {"ComposeText", "compose: string, directory?: string, env?: object, reason?: string"},
    {"CanonicalProject",
     "project: object, source?: {kind?: string, files?: [string], env_files?: [string], "
     "directory?: string, differs?: boolean}, reason?: string"},
};

// What a request says beyond this is refused.
Json closed(Json schema) {
  schema["additionalProperties"] = false;
  for (auto& [name, property] : schema["properties"].items())
    if (property.contains("properties")) property = closed(std::move(property));
  return schema;
}

Json project_schema() {
  Json out = Json::object();
  out["oneOf"] = Json::array();
  for (const char* form : {"FilesOfHost", "ComposeText", "CanonicalProject"}) {
    Json reference = Json::object();
    reference["$ref"] = std::string("#/components/schemas/") + form;
    out["oneOf"].push_back(std::move(reference));
  }
  return out;
}

}  // namespace

Json read_schemas() {
  Json out = Json::object();
  for (const auto& each : answers) out[each.name] = object_schema(each.fields);
  return out;
}

Json request_schemas() {
  Json out = Json::object();
  for (const auto& each : requests) out[each.name] = closed(object_schema(each.fields));
  out["Project"] = project_schema();
  return out;
}

std::string_view answer_schema(Method method, std::string_view pattern) {
  struct Row {
    Method method;
    std::string_view pattern, schema;
  };
  static constexpr Row rows[] = {
      {Method::get, "/healthz", "Progress"},
      {Method::get, "/readyz", "Ready"},
      {Method::get, "/v1/deployments", "Deployments"},
      {Method::get, "/v1/deployments/{d}", "Deployment"},
      {Method::del, "/v1/deployments/{d}", "Removed"},
      {Method::get, "/v1/deployments/{d}/plan", "Plan"},
      {Method::get, "/v1/deployments/{d}/explain", "Explanation"},
      {Method::get, "/v1/deployments/{d}/intents", "Intents"},
      {Method::get, "/v1/deployments/{d}/generations", "Generations"},
      {Method::get, "/v1/deployments/{d}/generations/{g}", "Generation"},
      {Method::get, "/v1/holds", "Holds"},
      {Method::post, "/v1/holds", "Hold"},
      {Method::get, "/v1/events", "Events"},
      {Method::get, "/v1/host", "Host"},
      {Method::get, "/v1/samples", "Samples"},
      {Method::get, "/v1/checks", "Checks"},
      {Method::post, "/v1/checks/{c}/run", "Check"},
      {Method::get, "/v1/incidents", "Incidents"},
      {Method::get, "/v1/incidents/{id}", "Incident"},
      {Method::post, "/v1/incidents/{id}/ack", "Incident"},
      {Method::get, "/v1/channels", "Channels"},
      {Method::post, "/v1/channels/{c}/test", "ChannelTest"},
      {Method::get, "/v1/notifications", "Notifications"},
      {Method::post, "/v1/notifications/{id}/retry", "Notification"},
      {Method::get, "/v1/silences", "Silences"},
      {Method::post, "/v1/silences", "Silence"},
  };
  for (const auto& row : rows)
    if (row.method == method && row.pattern == pattern) return row.schema;
  // The verbs, on a deployment or on a service.
  const bool write = method == Method::put || method == Method::post;
  return write && pattern.starts_with("/v1/deployments/{d}") ? "Deployment" : "";
}

std::string_view request_schema(Method method, std::string_view pattern) {
  if (method == Method::put && pattern == "/v1/deployments/{d}") return "Project";
  if (method != Method::post) return "";
  if (pattern.ends_with("/hold")) return "HoldRequest";
  if (pattern == "/v1/holds") return "HoldRequestOfSubject";
  return pattern == "/v1/silences" ? "SilenceRequest" : "";
}

}  // namespace api
