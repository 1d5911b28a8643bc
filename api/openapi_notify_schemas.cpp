#include "api/openapi_notify_schemas.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace api {
namespace {

using Json = nlohmann::ordered_json;

Json list_schema(const char* item, const char* key_type) {
  Json out = Json::parse(R"({
    "type": "object", "required": ["items", "next"],
    "properties": {"items": {"type": "array", "items": {}}, "next": {}}})");
  out["properties"]["items"]["items"]["$ref"] = std::string("#/components/schemas/") + item;
  out["properties"]["next"]["type"] = Json::array({key_type, "null"});
  return out;
}

Json incident_schema() {
  return Json::parse(R"({
    "type": "object", "required": ["id", "state", "severity", "fingerprint", "problem", "subjects"],
    "properties": {
      "id": {"type": "integer"},
      "state": {"type": "string", "description": "open, needs_operator, resolved; more may come"},
      "severity": {"enum": ["info", "warning", "critical"]},
      "criticality": {"enum": ["critical", "standard", "optional"]},
      "fingerprint": {"type": "string", "description":
        "crash_loop, unhealthy, oom_killed, check_failed, dependency_not_ready, unknown, or what the engine said was wrong; more may come"},
      "cause": {"type": ["string", "null"], "description":
        "what makes it one incident over several services; null where it is its subject's alone"},
      "problem": {"type": "string"},
      "subjects": {"type": "array", "items": {"$ref": "#/components/schemas/Subject"}},
      "affected": {"type": "array", "items": {"$ref": "#/components/schemas/Subject"}, "description":
        "not well because they wait for a subject"},
      "opened_at": {"type": "string", "format": "date-time"},
      "first_opened_at": {"type": "string", "format": "date-time", "description":
        "of the first time within heal.recurrence"},
      "last_seen_at": {"type": ["string", "null"], "format": "date-time"},
      "well_since": {"type": ["string", "null"], "format": "date-time", "description":
        "all subjects are; it is resolved after heal.stability"},
      "needs_operator_at": {"type": ["string", "null"], "format": "date-time"},
      "resolved_at": {"type": ["string", "null"], "format": "date-time"},
      "acknowledged": {"type": ["object", "null"], "properties": {
        "at": {"type": "string", "format": "date-time"}, "by": {"type": "string"},
        "reason": {"type": "string"}}},
      "occurrences": {"type": "integer", "description": "times that it began"},
      "attempts": {"type": "integer", "description": "of making it well, that have ended"},
      "evidence": {"type": "array", "description": "oldest first", "items": {"type": "object",
        "properties": {"at": {"type": "string", "format": "date-time"},
                       "type": {"type": "string"}, "text": {"type": "string"}}}},
      "done": {"type": "array", "items": {"type": "string"}},
      "next": {"type": ["string", "null"], "description": "what comes next, in a sentence"}}})");
}

Json subject_schema() {
  return Json::parse(R"({
    "type": "object", "description": "a service, a check of the host, or the host where all are null",
    "properties": {
      "deployment": {"type": ["string", "null"]}, "service": {"type": ["string", "null"]},
      "check": {"type": ["string", "null"]}, "text": {"type": "string"}}})");
}

Json channel_schema() {
  return Json::parse(R"({
    "type": "object", "required": ["name", "type", "state", "pending"],
    "properties": {
      "name": {"type": "string"}, "type": {"type": "string"},
      "state": {"type": "string", "description":
        "ok, failing, waiting (tried again later), unused; more may come"},
      "pending": {"type": "integer"},
      "last_sent_at": {"type": ["string", "null"], "format": "date-time"},
      "last_failed_at": {"type": ["string", "null"], "format": "date-time"},
      "next_attempt_at": {"type": ["string", "null"], "format": "date-time"},
      "last_answer": {"type": ["string", "null"]}}})");
}

Json channel_test_schema() {
  return Json::parse(R"({
    "type": "object", "required": ["channel", "delivered", "answer"],
    "properties": {
      "channel": {"type": "string"}, "delivered": {"type": "boolean"},
      "answer": {"type": "string", "description": "exactly what the other side said"},
      "took_ms": {"type": "integer"}}})");
}

Json notification_schema() {
  return Json::parse(R"({
    "type": "object", "required": ["id", "channel", "state", "message"],
    "properties": {
      "id": {"type": "integer"}, "channel": {"type": "string"},
      "state": {"type": "string", "description": "pending, sent, failed, dropped, merged; more may come"},
      "attempts": {"type": "integer"},
      "created_at": {"type": "string", "format": "date-time"},
      "expires_at": {"type": "string", "format": "date-time"},
      "next_attempt_at": {"type": ["string", "null"], "format": "date-time"},
      "ended_at": {"type": ["string", "null"], "format": "date-time"},
      "answer": {"type": ["string", "null"], "description":
        "the last word of the other side, or why it could not be asked"},
      "message": {"type": "object", "properties": {
        "id": {"type": "string", "description": "the same for every attempt"},
        "thread": {"type": "string"},
        "kind": {"type": "string", "description":
          "problem, resolved, recovery, notice, digest, test; more may come"},
        "severity": {"enum": ["info", "warning", "critical"]},
        "subject": {"type": "string"}, "summary": {"type": "string"},
        "at": {"type": "string", "format": "date-time"},
        "deployments": {"type": "array", "items": {"type": "string"}},
        "incidents": {"type": "array", "items": {"type": "integer"}},
        "events": {"type": "array", "items": {"type": "integer"}, "description":
          "those that it tells of; not those of things that had no room in it"},
        "items": {"type": "integer", "description": "how many things it is about"}}}}})");
}

Json silence_schema() {
  return Json::parse(R"({
    "type": "object", "required": ["id", "state", "match", "starts_at", "ends_at"],
    "properties": {
      "id": {"type": "integer"},
      "state": {"type": "string", "description": "pending (not begun), active, over; more may come"},
      "match": {"type": "object", "description":
        "patterns (* and ?); null matches everything, severity this and below",
        "properties": {
          "type": {"type": ["string", "null"]}, "deployment": {"type": ["string", "null"]},
          "service": {"type": ["string", "null"]}, "key": {"type": ["string", "null"]},
          "severity": {"type": ["string", "null"]}}},
      "starts_at": {"type": "string", "format": "date-time"},
      "ends_at": {"type": "string", "format": "date-time"},
      "by": {"type": "string"}, "comment": {"type": "string"},
      "made_at": {"type": "string", "format": "date-time"}}})");
}

}  // namespace

Json notify_schemas() {
  Json out = Json::object();
  out["Subject"] = subject_schema();
  out["Incident"] = incident_schema();
  out["Incidents"] = list_schema("Incident", "integer");
  out["Channel"] = channel_schema();
  out["Channels"] = list_schema("Channel", "string");
  out["ChannelTest"] = channel_test_schema();
  out["Notification"] = notification_schema();
  out["Notifications"] = list_schema("Notification", "integer");
  out["Silence"] = silence_schema();
  out["Silences"] = list_schema("Silence", "integer");
  return out;
}

}  // namespace api
