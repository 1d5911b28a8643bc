#include "api/openapi.hpp"

#include "api/codec/json_text.hpp"
#include "api/openapi_read_schemas.hpp"
#include "api/openapi_schemas.hpp"
#include "core/text.hpp"

#include <nlohmann/json.hpp>

namespace api {
namespace {

using Json = nlohmann::ordered_json;

Json path_parameter(const std::string& name, const Route& route) {
  Json out = {{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}};
  if (route.id_has_slashes)
    out["description"] = "an id; its slashes may be encoded (%2F) or not";
  else
    out["schema"]["pattern"] = name == "s" ? "^[A-Za-z0-9_.-]+$" : "^[A-Za-z0-9][A-Za-z0-9_.-]*$";
  return out;
}

Json optional_parameter(const char* in, const QueryParameter& parameter) {
  Json schema = Json::object();
  schema["type"] = parameter.type;
  return {{"name", parameter.name},
          {"in", in},
          {"description", parameter.what},
          {"schema", std::move(schema)}};
}

Json parameters_of(const Route& route) {
  auto out = Json::array();
  for (const auto& segment : core::split(route.pattern, '/')) {
    if (!segment.empty() && segment.front() == '{')
      out.push_back(path_parameter(segment.substr(1, segment.size() - 2), route));
  }
  for (const auto& each : route.query) out.push_back(optional_parameter("query", each));
  for (const auto& each : route.headers) out.push_back(optional_parameter("header", each));
  if (route.method == Method::post)
    out.push_back({{"name", "Idempotency-Key"},
                   {"in", "header"},
                   {"description", "the same key and request get the same answer"},
                   {"schema", {{"type", "string"}, {"maxLength", 255}}}});
  return out;
}

Json content(const char* type, Json schema) {
  Json media = Json::object();
  media["schema"] = std::move(schema);
  Json out = Json::object();
  out[type] = std::move(media);
  return out;
}

Json reference_to(std::string_view schema) {
  Json out = Json::object();
  out["$ref"] = "#/components/schemas/" + std::string(schema);
  return out;
}

Json text_schema() {
  Json out = Json::object();
  out["type"] = "string";
  return out;
}

// A hold says all that it needs by its path.
Json body_of(const Route& route) {
  const auto schema = request_schema(route.method, route.pattern);
  auto media = content("application/json", reference_to(schema.empty() ? "Reason" : schema));
  if (route.body == Body::compose) media.update(content("application/yaml", text_schema()));
  Json out = Json::object();
  out["required"] = !schema.empty() && schema != "HoldRequest";
  out["content"] = std::move(media);
  return out;
}

// What is answered where it is no JSON; "" elsewhere.
const char* text_type_of(const Route& route) {
  if (route.pattern == "/metrics" || route.pattern.ends_with("/logs")) return "text/plain";
  return route.pattern == "/v1/events/stream" ? "text/event-stream" : "";
}

Json responses_of(const Route& route) {
  Json ok = Json::object();
  const auto schema = answer_schema(route.method, route.pattern);
  ok["description"] = route.method == Method::get || !schema.empty() ? "as asked" : "durable";
  if (!schema.empty()) ok["content"] = content("application/json", reference_to(schema));
  if (const std::string text = text_type_of(route); !text.empty())
    ok["content"] = content(text.c_str(), text_schema());
  Json wrong = Json::object();
  wrong["description"] = "what is wrong, and what to do";
  wrong["content"] = content("application/problem+json", reference_to("Problem"));
  Json out = Json::object();
  out["2XX"] = std::move(ok);
  out["default"] = std::move(wrong);
  return out;
}

Json security_of(Scope scope) {
  auto out = Json::array();
  if (scope == Scope::open) return out;
  Json bearer = Json::object();
  bearer["bearer"] = Json::array({std::string(name_of(scope))});
  out.push_back(std::move(bearer));
  return out;
}

Json operation(const Route& route) {
  Json out = Json::object();
  out["summary"] = route.summary;
  out["x-scope"] = name_of(route.scope);
  out["security"] = security_of(route.scope);
  out["parameters"] = parameters_of(route);
  if (route.body != Body::none) out["requestBody"] = body_of(route);
  out["responses"] = responses_of(route);
  return out;
}

}  // namespace

std::string openapi_text(const std::vector<Route>& table, const std::string& version) {
  Json paths = Json::object();
  for (const auto& route : table)
    paths[route.pattern][core::lowercase(name_of(route.method))] = operation(route);
  Json out = {{"openapi", "3.1.0"},
              {"info", {{"title", "evenkeel"}, {"version", version}}},
              {"paths", std::move(paths)},
              {"components", openapi_components()}};
  return json_text(out);
}

}  // namespace api
