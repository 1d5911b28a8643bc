// What a route does with the body of a request that it has no use for.
#include "api/ask.hpp"
#include "core/text.hpp"
#include "support/catch.hpp"

using ask::Asker;
using ask::json;

namespace {

// Everything in it that a route can be asked for is there.
struct Whole : Asker {
  Whole() {
    model::Incident incident;
    incident.id = 1;
    incident.subjects.push_back({"shop", "web", ""});
    world.incidents.all.push_back(incident);
    notify::ChannelView channel;
    channel.name = "ops";
    world.channels.all.push_back(channel);
    monitor::CheckView check;
    check.id = check.name = "backup";
    world.checks.all.push_back(check);
    notify::Silence silence;
    silence.id = 1;
    world.silences.all.push_back(silence);
  }

  bool did_nothing() {
    return world.desired.verbs.empty() && world.desired.deletes.empty() &&
           world.desired.resumed.empty() && world.desired.applies.empty() &&
           world.desired.holds.empty() && world.checks.runs.empty() &&
           world.channels.tested.empty() && world.notifications.retried.empty() &&
           world.incidents.acknowledged.empty() && world.silences.ended.empty() &&
           world.sink.recorded.empty();
  }
};

std::string path_of(const api::Route& route) {
  auto path = route.pattern;
  const bool channel = path.starts_with("/v1/channels/");
  for (const auto& [hole, value] : {std::pair<std::string, std::string>{"{d}", "shop"},
                                    {"{s}", "web"},
                                    {"{id}", "1"},
                                    {"{c}", channel ? "ops" : "backup"}})
    path = core::replace_all(path, hole, value);
  if (route.pattern == "/v1/holds") path += "?host=true";
  return route.pattern == "/v1/silences" ? path + "?id=1" : path;
}

std::vector<const api::Route*> routes_with_a_reason() {
  std::vector<const api::Route*> out;
  for (const auto& route : api::route_table())
    if (route.body == api::Body::reason) out.push_back(&route);
  return out;
}

}  // namespace

TEST_CASE("every write takes a body of its own, or a reason and nothing else") {
  for (const auto& route : api::route_table()) {
    CAPTURE(route.pattern);
    CHECK((route.method == api::Method::get) == (route.body == api::Body::none));
  }
  CHECK(routes_with_a_reason().size() == 21);
}

TEST_CASE(
    "a body that is none is refused by every write that wants but a reason, and nothing is done") {
  const std::pair<const char*, const char*> bad[] = {
      {"{", "not JSON"},
      {"[]", "must be a JSON object"},
      {"null", "must be a JSON object"},
      {"\"restart\"", "must be a JSON object"},
      {R"({"reason": 7})", "reason: expected text"},
      {R"({"raeson": "x"})", "raeson: unknown key, did you mean reason?"},
      {R"({"reason": "x", "services": ["web"]})", "services: unknown key"},
      {R"({"reason": "x", "reason": "y"})", "comes twice"},
      {"{\"reason\": \"\xff\xfe\"}", "not JSON"},
  };
  for (const auto* route : routes_with_a_reason()) {
    Whole asker;
    const std::string method(api::name_of(route->method));
    for (const auto& [body, what] : bad) {
      CAPTURE(method, route->pattern, body);
      const auto refused = asker(method, path_of(*route), body);
      CHECK(refused.status == 400);
      CHECK(json(refused)["detail"].get<std::string>().find(what) != std::string::npos);
    }
    CHECK(asker(method, path_of(*route), "why=x", "application/x-www-form-urlencoded").status ==
          415);
    CAPTURE(method, route->pattern);
    CHECK(asker.did_nothing());
  }
}

TEST_CASE("no body, an empty object and a reason are taken by every write that wants no more") {
  for (const auto* route : routes_with_a_reason()) {
    for (const std::string body : {"", "{}", R"({"reason": "because"})"}) {
      Whole asker;
      const std::string method(api::name_of(route->method));
      CAPTURE(method, route->pattern, body);
      const auto response = asker(method, path_of(*route), body);
      const bool proposes = route->pattern == "/v1/incidents/{id}/apply";
      CHECK(response.status == (proposes ? 409 : response.status));
      CHECK((proposes || response.status < 300));
      if (proposes) continue;
      REQUIRE(asker.world.sink.recorded.size() == 1);
      const auto data = nlohmann::ordered_json::parse(asker.world.sink.recorded[0].data);
      CHECK(data.value("reason", "") == (body.size() > 2 ? "because" : ""));
    }
  }
}

TEST_CASE("a bad body is not kept for the Idempotency-Key that it came with") {
  Whole asker;
  asker.headers = {{"Idempotency-Key", "once"}};
  CHECK(asker("POST", "/v1/deployments/shop/stop", "{").status == 400);
  CHECK(asker("POST", "/v1/deployments/shop/stop", "{}").status == 202);
  CHECK(asker.world.desired.verbs.size() == 1);
}
