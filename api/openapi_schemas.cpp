#include "api/openapi_schemas.hpp"

#include "api/event_types.hpp"

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
      "intent": {"type": "object"}, "hold": {"type": ["object", "null"]},
      "criticality": {"type": "string"}, "heal": {"type": "string"},
      "source": {"type": "object"}, "services": {"type": "array", "items": {"type": "object"}},
      "wait": {"type": "string", "description":
        "after ?wait: converged, time_ran_out, cannot_converge, gone"},
      "left_stopped": {"type": "array", "items": {"type": "string"}},
      "warnings": {"type": "array", "items": {"type": "string"}, "description":
        "after a PUT, where there are some: what its author should look at"}}})");
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
      "alert": {"type": ["object", "null"]}, "message": {"type": "string"},
      "data": {"type": "object"}}})");
  Json types = Json::object();
  for (const auto& each : event_types()) types[std::string(each.type)] = each.data;
  out["x-data-by-type"] = std::move(types);
  return out;
}

}  // namespace

Json openapi_components() {
  Json schemas = Json::object();
  schemas["Problem"] = problem_schema();
  schemas["Deployment"] = deployment_schema();
  schemas["Event"] = event_schema();
  auto bearer = Json::parse(R"({"bearer": {"type": "http", "scheme": "bearer"}})");
  Json out = Json::object();
  out["securitySchemes"] = std::move(bearer);
  out["schemas"] = std::move(schemas);
  return out;
}

}  // namespace api
