#include "api/ask.hpp"
#include "api/openapi_notation.hpp"
#include "core/text.hpp"
#include "model/event_types.hpp"
#include "monitor/checks/check_event_codec.hpp"
#include "support/catch.hpp"

#include <algorithm>

using ask::Asker;
using ask::json;
using Json = nlohmann::ordered_json;

namespace {

bool declares(const Json& operation, const std::string& in, const std::string& name) {
  const auto& all = operation["parameters"];
  return std::any_of(all.begin(), all.end(),
                     [&](const Json& each) { return each["in"] == in && each["name"] == name; });
}

std::string filled(std::string pattern) {
  for (const auto& [name, value] :
       {std::pair{"{d}", "shop"}, {"{s}", "web"}, {"{id}", "1"}, {"{c}", "backup"}}) {
    const auto at = pattern.find(name);
    if (at != std::string::npos) pattern.replace(at, std::string(name).size(), value);
  }
  return pattern;
}

}  // namespace

TEST_CASE("OpenAPI declares If-Match exactly where another generation is refused") {
  Asker asker;
  const auto document = json(asker("GET", "/openapi.json"));
  asker.headers = {{"If-Match", "\"999\""}};
  int declared = 0;
  for (const auto& route : api::route_table()) {
    if (route.method == api::Method::get) continue;
    CAPTURE(route.pattern, api::name_of(route.method));
    const bool put = route.method == api::Method::put;
    const auto response = asker(std::string(api::name_of(route.method)),
                                filled(route.pattern) + (put ? "?dry_run" : ""),
                                put ? "services: {web: {image: nginx}}" : "",
                                put ? "application/yaml" : "application/json");
    const auto method = core::lowercase(api::name_of(route.method));
    const bool shown = declares(document["paths"][route.pattern][method], "header", "If-Match");
    CHECK(shown == (response.status == 412));
    declared += shown ? 1 : 0;
  }
  CHECK(declared == 14);  // PUT, DELETE, and six verbs on a deployment and on a service
}

TEST_CASE("OpenAPI declares what a list is paged by, and what a stream resumes by") {
  Asker asker;
  const auto paths = json(asker("GET", "/openapi.json"))["paths"];
  for (const auto* list :
       {"/v1/deployments", "/v1/deployments/{d}/intents", "/v1/deployments/{d}/generations",
        "/v1/holds", "/v1/events", "/v1/samples", "/v1/checks", "/v1/incidents", "/v1/channels",
        "/v1/notifications", "/v1/silences"}) {
    CAPTURE(list);
    CHECK(declares(paths[list]["get"], "query", "limit"));
    CHECK(declares(paths[list]["get"], "query", "after"));
  }
  CHECK(declares(paths["/v1/events/stream"]["get"], "header", "Last-Event-ID"));
}

TEST_CASE("OpenAPI says of an id that it may hold slashes, and of a name which letters it has") {
  Asker asker;
  const auto paths = json(asker("GET", "/openapi.json"))["paths"];
  const auto run = paths["/v1/checks/{c}/run"]["post"];
  CHECK(run["parameters"][0]["name"] == "c");
  CHECK_FALSE(run["parameters"][0]["schema"].contains("pattern"));
  CHECK(run["responses"]["2XX"]["content"]["application/json"]["schema"]["$ref"] ==
        "#/components/schemas/Check");
  const auto shop = paths["/v1/deployments/{d}"]["get"];
  CHECK(shop["parameters"][0]["schema"].contains("pattern"));
}

TEST_CASE("every schema that OpenAPI refers to is there") {
  Asker asker;
  const auto response = asker("GET", "/openapi.json");
  const auto schemas = json(response)["components"]["schemas"];
  const std::string mark = "#/components/schemas/";
  int references = 0;
  for (auto at = response.text().find(mark); at != std::string::npos;
       at = response.text().find(mark, at + 1), ++references) {
    const auto begin = at + mark.size();
    const auto name = response.text().substr(begin, response.text().find('"', begin) - begin);
    CAPTURE(name);
    CHECK(schemas.contains(name));
  }
  CHECK(references > 4);
}

TEST_CASE("OpenAPI shows every route with its scope, and each event type") {
  Asker asker;
  const auto document = json(asker("GET", "/openapi.json"));
  for (const auto& route : api::route_table()) {
    const auto& shown = document["paths"][route.pattern];
    const auto method = route.method == api::Method::get    ? "get"
                        : route.method == api::Method::put  ? "put"
                        : route.method == api::Method::post ? "post"
                                                            : "delete";
    REQUIRE(shown.contains(method));
    CHECK(shown[method]["x-scope"] == api::name_of(route.scope));
    CHECK(shown[method]["summary"] == route.summary);
  }
}

TEST_CASE(
    "OpenAPI has a schema of the data of each event type, which the schema of events refers to") {
  Asker asker;
  const auto schemas = json(asker("GET", "/openapi.json"))["components"]["schemas"];
  const auto& cases = schemas["Event"]["allOf"];
  CHECK(cases.size() == model::event_types().size());
  for (const auto& each : cases) {
    const auto type = each["if"]["properties"]["type"]["const"].get<std::string>();
    CAPTURE(type);
    CHECK(each["then"]["properties"]["data"]["$ref"] == "#/components/schemas/data." + type);
    CHECK(schemas["data." + type]["type"] == "object");
  }
  const auto& exited = schemas["data.service.exited"];
  CHECK(exited["properties"]["exit_code"]["type"] == "integer");
  CHECK(exited["required"] == Json::array({"exit_code", "asked_for"}));
  const auto& deployments = schemas["data.recovery.completed"]["properties"]["deployments"];
  CHECK(deployments["items"]["properties"]["problem"]["type"] == Json::array({"string", "null"}));
}

TEST_CASE("OpenAPI names every way in which the failure of a check may end") {
  Asker asker;
  const auto schemas = json(asker("GET", "/openapi.json"))["components"]["schemas"];
  const auto named =
      schemas["data.check.recovered"]["properties"]["ended"]["description"].get<std::string>();
  using monitor::FailureEnd;
  for (const auto end :
       {FailureEnd::well, FailureEnd::paused, FailureEnd::gone, FailureEnd::optional}) {
    const auto event = monitor::check_recovered_event({}, {}, {}, end, {});
    const auto said = Json::parse(event.data)["ended"].get<std::string>();
    CAPTURE(said, named);
    CHECK(core::contains(named, said));
  }
}

TEST_CASE("OpenAPI says what each write may bring, and what is answered to each request") {
  Asker asker;
  const auto document = json(asker("GET", "/openapi.json"));
  for (const auto& route : api::route_table()) {
    const auto method = core::lowercase(api::name_of(route.method));
    const auto& shown = document["paths"][route.pattern][method];
    CAPTURE(route.pattern, method);
    CHECK(shown.contains("requestBody") == (route.method != api::Method::get));
    const bool says_nothing = route.pattern == "/v1/reload" || route.pattern == "/openapi.json" ||
                              (method == "delete" && route.pattern != "/v1/deployments/{d}") ||
                              route.pattern.ends_with("/apply");
    CHECK(shown["responses"]["2XX"].contains("content") != says_nothing);
    for (const auto& each : route.query) CHECK(declares(shown, "query", std::string(each.name)));
  }
  const auto body = [&](const char* path) {
    return document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"];
  };
  CHECK(body("/v1/checks/{c}/run")["$ref"] == "#/components/schemas/Reason");
  CHECK(body("/v1/deployments/{d}/hold")["$ref"] == "#/components/schemas/HoldRequest");
  CHECK(document["components"]["schemas"]["Reason"]["additionalProperties"] == false);
}

TEST_CASE("the notation of schemas tells what may be absent from what may be null") {
  const auto schema =
      api::object_schema("a: integer, b?: [time]?, c: {d: warn|critical}, e: #Hold?");
  CHECK(schema.dump() ==
        R"({"type":"object","required":["a","c","e"],"properties":{"a":{"type":"integer"},)"
        R"("b":{"type":["array","null"],"items":{"type":"string","format":"date-time"}},)"
        R"("c":{"type":"object","required":["d"],"properties":{"d":{"type":"string",)"
        R"("description":"warn, critical; more may come"}}},)"
        R"("e":{"anyOf":[{"$ref":"#/components/schemas/Hold"},{"type":"null"}]}}})");
  CHECK(api::object_schema("").dump() == R"({"type":"object","properties":{}})");
}
