#include "api/openapi_schemas.hpp"

#include "api/openapi_notation.hpp"
#include "api/openapi_notify_schemas.hpp"
#include "api/openapi_read_schemas.hpp"
#include "model/event_types.hpp"

#include <nlohmann/json.hpp>

namespace api {
namespace {

using Json = nlohmann::ordered_json;

Json problem_schema() {
  return Json::parse(R"({
    "type": "object", "required": ["type", "title", "status", "detail"],
    "properties": {
      "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
      "detail": {"type": "string"},
      "errors": {"type": "array", "items": {"type": "object", "properties":
        {"path": {"type": "string"}, "message": {"type": "string"}}}}}})");
}

Json deployment_schema() {
  return Json::parse(R"({
    "type": "object", "required": ["name", "generation", "phase", "converged"],
    "properties": {
      "name": {"type": "string"}, "kind": {"type": "string"},
      "generation": {"type": "integer"}, "observed_generation": {"type": "integer"},
      "phase": {"type": "string", "description":
        "converged, converging, degraded, failed, stopped, unknown; more may come"},
      "converged": {"type": "boolean"}, "observed_at": {"type": ["string", "null"]},
      "intent": {"$ref": "#/components/schemas/Intent"},
      "hold": {"anyOf": [{"$ref": "#/components/schemas/Hold"}, {"type": "null"}]},
      "criticality": {"type": "string"}, "heal": {"type": "string"},
      "source": {"$ref": "#/components/schemas/Source"},
      "services": {"type": "array", "items": {"$ref": "#/components/schemas/Service"}},
      "wait": {"type": "string", "description":
        "after ?wait: converged, time_ran_out, cannot_converge, gone"},
      "changed": {"type": "boolean", "description":
        "after a write: whether it asked for something new"},
      "left_stopped": {"type": "array", "items": {"type": "string"}},
      "warnings": {"type": "array", "items": {"type": "string"}, "description":
        "after a PUT, where there are some: what its author should look at"}}})");
}

Json service_schema() {
  return Json::parse(R"({
    "type": "object", "required": ["name", "phase", "intent", "image", "replicas", "containers"],
    "properties": {
      "name": {"type": "string"}, "phase": {"type": "string"}, "why": {"type": ["string", "null"]},
      "intent": {"$ref": "#/components/schemas/Intent"}, "image": {"type": "string"},
      "replicas": {"type": "object", "properties": {"desired": {"type": "integer"},
        "running": {"type": "integer"}, "healthy": {"type": "integer"}}},
      "restarts": {"type": "integer"},
      "restarts_last_hour": {"type": ["integer", "null"], "description":
        "those that nobody asked for; null where it is not watched"},
      "availability_percent": {"type": "object", "description":
        "how much it was up of the time in which it was meant to run; null where there was no such time",
        "properties": {
          "day": {"type": ["number", "null"]}, "week": {"type": ["number", "null"]},
          "month": {"type": ["number", "null"], "description": "30 days"}}},
      "waiting_for": {"type": "array", "items": {"type": "string"}},
      "next_attempt_at": {"type": ["string", "null"]},
      "incident": {"type": ["integer", "null"], "description": "the open one that is about it"},
      "usage": {"type": ["object", "null"], "description":
        "the sum over its containers at the last look; null before the first",
        "properties": {
          "cpu_percent": {"type": ["number", "null"], "description": "of one core"},
          "memory_bytes": {"type": ["integer", "null"], "description": "working set"},
          "memory_limit_bytes": {"type": ["integer", "null"], "description":
            "null where one of its containers has no limit of its own"},
          "at": {"type": "string", "format": "date-time"}}},
      "containers": {"type": "array", "items": {"$ref": "#/components/schemas/Container"}}}})");
}

Json host_schema() {
  return Json::parse(R"({
    "type": "object", "required": ["name", "version", "engine", "deployments"],
    "properties": {
      "name": {"type": "string"}, "labels": {"type": "object"}, "booted_at": {"type": "string"},
      "engine": {"type": "object"}, "version": {"type": "string"},
      "started_at": {"type": "string"}, "store_writable": {"type": "boolean"},
      "rescue": {"type": ["string", "null"]}, "observe_only": {"type": "boolean"},
      "load": {"type": ["array", "null"], "items": {"type": "number"}, "description":
        "over 1, 5 and 15 minutes"},
      "cpu": {"type": ["object", "null"], "properties": {
        "cores": {"type": ["integer", "null"]},
        "percent": {"type": ["number", "null"], "description": "of one core"},
        "steal_percent": {"type": ["number", "null"]},
        "iowait_percent": {"type": ["number", "null"]},
        "at": {"type": "string", "format": "date-time"}}},
      "memory": {"type": ["object", "null"], "properties": {
        "total_bytes": {"type": ["integer", "null"]}, "used_bytes": {"type": ["integer", "null"]},
        "available_bytes": {"type": ["integer", "null"]},
        "swap_total_bytes": {"type": ["integer", "null"]},
        "swap_used_bytes": {"type": ["integer", "null"]}}},
      "pressure": {"type": ["object", "null"], "description":
        "cpu, memory, io: the share of time in which some task (full: every task) waited for it",
        "additionalProperties": {"type": "object"}},
      "disks": {"type": "array", "items": {"type": "object", "properties": {
        "device": {"type": "string"}, "mount_point": {"type": "string"},
        "type": {"type": "string"}, "bytes_total": {"type": "integer"},
        "bytes_available": {"type": "integer"}, "used_percent": {"type": ["number", "null"]},
        "inodes_total": {"type": ["integer", "null"]},
        "inodes_free": {"type": ["integer", "null"]}, "read_only": {"type": "boolean"}}}},
      "deployments": {"type": "object", "description": "how many are in each phase"},
      "checks": {"type": "object", "description":
        "how many are in each state, and failing_by_criticality"},
      "incidents": {"type": ["object", "null"], "description": "how many are open, and need an operator",
        "properties": {"open": {"type": "integer"}, "needs_operator": {"type": "integer"}}},
      "notify": {"type": ["object", "null"], "properties": {
        "channels": {"type": "integer"},
        "told": {"type": ["string", "null"], "description":
          "\"nobody will be told\" where no channel is configured"}}},
      "unmanaged_containers": {"type": "integer"},
      "holds": {"type": "array", "items": {"$ref": "#/components/schemas/Hold"}}}})");
}

Json samples_schema() {
  return Json::parse(R"({
    "type": "object", "required": ["subject", "metric", "unit", "step", "aggregation", "items",
                                   "next"],
    "properties": {
      "subject": {"type": "string"}, "metric": {"type": "string"},
      "unit": {"type": "string", "description":
        "percent (of the CPU: of one core), bytes, bytes_per_second, count; more may come"},
      "step": {"type": "string", "description":
        "a duration; longer than asked where less is kept of that time"},
      "aggregation": {"enum": ["mean", "min", "max", "last"]},
      "items": {"type": "array", "items": {"type": "object", "properties": {
        "at": {"type": "string", "format": "date-time", "description": "the begin of the step"},
        "value": {"type": ["number", "null"], "description": "null: nothing was measured"}}}},
      "next": {"type": ["string", "null"]}}})");
}

Json check_schema() {
  return Json::parse(R"({
    "type": "object", "required": ["id", "name", "type", "state"],
    "properties": {
      "id": {"type": "string", "description": "backup, or shop/web/ready where it is of a service"},
      "name": {"type": "string"},
      "type": {"type": "string", "description":
        "http, tcp, exec, file, log, disk, process, systemd, launchd, engine, clock; more may come"},
      "deployment": {"type": ["string", "null"], "description": "null: of the host"},
      "service": {"type": ["string", "null"]},
      "criticality": {"enum": ["critical", "standard", "optional"]},
      "state": {"type": "string", "description":
        "pending (not run often enough to tell), passing, failing, paused (its service does not run); more may come"},
      "since": {"type": ["string", "null"], "format": "date-time", "description": "of the state"},
      "interval": {"type": "string"}, "timeout": {"type": "string"},
      "fall": {"type": "integer", "description": "failures in a row until it is failing"},
      "rise": {"type": "integer", "description": "passes in a row until it is passing again"},
      "failures": {"type": "integer", "description": "in a row, up to now"},
      "last": {"type": ["object", "null"], "description": "its last run; null before the first",
        "properties": {
          "at": {"type": "string", "format": "date-time"}, "took_ms": {"type": "integer"},
          "verdict": {"type": "string", "description":
            "passed, failed, or unknown: nothing could be found out, and nothing is concluded"},
          "text": {"type": "string"}}},
      "next_at": {"type": ["string", "null"], "format": "date-time"}}})");
}

Json checks_schema() {
  return Json::parse(R"({
    "type": "object", "required": ["items", "next"],
    "properties": {
      "items": {"type": "array", "items": {"$ref": "#/components/schemas/Check"}},
      "next": {"type": ["string", "null"]}}})");
}

Json event_schema() {
  auto out = Json::parse(R"({
    "type": "object", "required": ["id", "at", "type", "severity", "message", "data"],
    "properties": {
      "id": {"type": "integer"}, "at": {"type": "string", "format": "date-time"},
      "type": {"type": "string"},
      "severity": {"enum": ["info", "warning", "critical"]},
      "deployment": {"type": ["string", "null"]}, "service": {"type": ["string", "null"]},
      "container": {"type": ["string", "null"]}, "incident": {"type": ["integer", "null"]},
      "alert": {"type": ["object", "null"], "properties":
        {"key": {"type": "string"}, "state": {"enum": ["firing", "resolved"]}}}, "message": {"type": "string"},
      "data": {"type": "object"}}})");
  out["allOf"] = Json::array();
  for (const auto& each : model::event_types()) {
    Json one = Json::object();
    one["if"]["properties"]["type"]["const"] = each.type;
    one["then"]["properties"]["data"]["$ref"] =
        "#/components/schemas/data." + std::string(each.type);
    out["allOf"].push_back(std::move(one));
  }
  return out;
}

}  // namespace

Json openapi_components() {
  Json schemas = Json::object();
  schemas["Problem"] = problem_schema();
  schemas["Deployment"] = deployment_schema();
  schemas["Service"] = service_schema();
  schemas["Host"] = host_schema();
  schemas["Samples"] = samples_schema();
  schemas["Check"] = check_schema();
  schemas["Checks"] = checks_schema();
  schemas["Event"] = event_schema();
  for (const auto& each : model::event_types())
    schemas["data." + std::string(each.type)] = object_schema(each.data);
  schemas.update(read_schemas());
  schemas.update(request_schemas());
  schemas.update(notify_schemas());
  auto bearer = Json::parse(R"({"bearer": {"type": "http", "scheme": "bearer"}})");
  Json out = Json::object();
  out["securitySchemes"] = std::move(bearer);
  out["schemas"] = std::move(schemas);
  return out;
}

}  // namespace api
