#include "api/ask.hpp"
#include "core/text.hpp"
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
  CHECK(
      document["components"]["schemas"]["Event"]["x-data-by-type"].contains("recovery.completed"));
}
