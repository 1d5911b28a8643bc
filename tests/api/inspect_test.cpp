#include "api/ask.hpp"
#include "api/codec/mask.hpp"
#include "support/catch.hpp"

using ask::Asker;
using ask::json;
using Json = nlohmann::ordered_json;

TEST_CASE("a plan is answered as text and line by line") {
  Asker asker;
  asker.world.views.plan =
      std::string("1  create  shop/web  because it is missing\n2  start  shop/web\n");
  const auto plan = json(asker("GET", "/v1/deployments/shop/plan"));
  CHECK(plan["plan"] ==
        Json::array({"1  create  shop/web  because it is missing", "2  start  shop/web"}));
  CHECK(plan["text"] == *asker.world.views.plan);
  CHECK_FALSE(asker.world.views.planned.at(0).has_value());
}

TEST_CASE("a plan needs the engine") {
  Asker asker;
  asker.world.views.plan = core::Error{core::Errc::unavailable, "the engine is away"};
  CHECK(asker("GET", "/v1/deployments/shop/plan").status == 503);
}

TEST_CASE("explain gives reasons, history and the origin of each policy value") {
  Asker asker;
  model::Intent stopped;
  stopped.state = model::IntentState::stopped;
  stopped.set_by = model::SetBy::engine;
  stopped.by = "an engine client (docker stop)";
  stopped.at = fakes::half_past_nine;
  stopped.proof = model::StopProof::confirmed;
  asker.world.views.explanations = {{"web",
                                     model::ServicePhase::stopped,
                                     {"web is down because an engine client ran docker stop."},
                                     {{"web", stopped}},
                                     {{"heal", "off", model::Origin::label}}}};
  const auto service =
      json(asker("GET", "/v1/deployments/shop/explain?service=web"))["services"][0];
  CHECK(service.dump() ==
        R"({"name":"web","phase":"stopped",)"
        R"("reasons":["web is down because an engine client ran docker stop."],)"
        R"("history":[{"service":"web","state":"stopped","set_by":"engine",)"
        R"j("by":"an engine client (docker stop)","reason":"","at":"2026-01-31T09:30:00.000Z",)j"
        R"("proof":"confirmed"}],"policy":[{"key":"heal","value":"off","origin":"label"}],)"
        R"("incident":null})");
  CHECK(asker("GET", "/v1/deployments/shop/explain?service=db").status == 404);
}

TEST_CASE("intents are listed by id, page by page") {
  Asker asker;
  auto& history = asker.world.history;
  history.changes = {{4, {"web", {}}}, {6, {"db", {}}}, {9, {"web", {}}}};
  const auto all = json(asker("GET", "/v1/deployments/shop/intents"));
  REQUIRE(all["items"].size() == 3);
  CHECK(all["items"][1]["id"] == 6);
  CHECK(all["items"][1]["service"] == "db");
  CHECK(all["next"].is_null());
  const auto page = json(asker("GET", "/v1/deployments/shop/intents?limit=2&after=3&service=web"));
  CHECK(page["items"].size() == 2);
  CHECK(page["next"] == 6);
  // One more than is shown is read: it tells whether another page follows.
  CHECK(history.asked.at(1) == api::IntentQuery{"shop", "web", 3, 3, false});
  history.changes.pop_back();
  const auto last = json(asker("GET", "/v1/deployments/shop/intents?limit=2&newest=true"));
  CHECK(last["items"].size() == 2);
  CHECK(last["next"].is_null());
  CHECK(history.asked.at(2) == api::IntentQuery{"shop", "", 0, 2, true});
  for (const auto* query : {"limit=0", "limit=1001", "after=-1", "after=x", "newest=maybe"})
    CHECK(asker("GET", std::string("/v1/deployments/shop/intents?") + query).status == 400);
}

namespace {

model::Generation a_generation(model::GenerationNumber number) {
  model::Spec spec;
  spec.name = "shop";
  spec.canonical_json =
      R"({"name":"shop","services":{"web":{"environment":{"PASSWORD":"hunter2","EMPTY":null}}},)"
      R"("configs":{"a":{"content":"hunter3"}},"secrets":{"b":{"content":"hunter4","file":"/x"},)"
      R"("c":{"environment":"TOKEN","x-#value":"hunter5"}}})";
  model::Generation out;
  out.number = number;
  out.spec = std::make_shared<const model::Spec>(std::move(spec));
  out.by = "anna (uid 1000)";
  out.at = fakes::half_past_nine;
  return out;
}

}  // namespace

TEST_CASE("generations are listed without their projects") {
  Asker asker;
  asker.world.history.applied = {a_generation(2), a_generation(1)};
  const auto list = json(asker("GET", "/v1/deployments/shop/generations?limit=1"));
  CHECK(list["items"][0]["generation"] == 1);
  CHECK(!list["items"][0].contains("project"));
  CHECK(list["next"] == 1);
  CHECK(json(asker("GET", "/v1/deployments/shop/generations?after=1"))["items"][0]["generation"] ==
        2);
}

TEST_CASE("a generation shows its project without what is secret in it") {
  Asker asker;
  asker.world.history.applied = {a_generation(1)};
  const auto response = asker("GET", "/v1/deployments/shop/generations/1");
  CHECK(response.text().find("hunter") == std::string::npos);
  const auto project = json(response)["project"];
  CHECK(project["services"]["web"]["environment"].dump() == R"({"PASSWORD":"***","EMPTY":null})");
  CHECK(project["configs"]["a"]["content"] == "***");
  CHECK(project["secrets"]["b"].dump() == R"({"content":"***","file":"/x"})");
  CHECK(project["secrets"]["c"].dump() == R"({"environment":"TOKEN","x-#value":"***"})");
  CHECK(asker("GET", "/v1/deployments/shop/generations/2").status == 404);
}

TEST_CASE("a generation shows what is checked without what is secret in it") {
  Asker asker;
  auto generation = a_generation(1);
  auto spec = *generation.spec;
  const std::string check =
      R"({"type":"http","url":"http://web/","headers":{"Authorization":"Bearer hunter5"},)"
      R"("body":"hunter6","send":12345,"environment":["TOKEN=hunter7",null],"verify":false})";
  spec.canonical_json =
      R"({"name":"shop","services":{"web":{"image":"nginx","x-evenkeel":{"kind":"job","checks":{"a":)" +
      check +
      R"(,"b":"off","c":null,"d":"hunter8"}},"labels":{"a":"b","evenkeel.checks":"hunter9"},)"
      R"("deploy":{"labels":["evenkeel.checks=hunter10","c=d"]}},)"
      R"("db":{"x-evenkeel":{"checks":"{a: hunter11}"}}},"x-evenkeel":{"checks":{"e":)" +
      check + R"(}},"x-common":{"a":["hunter12",{"b":67890}],"on":true}})";
  generation.spec = std::make_shared<const model::Spec>(std::move(spec));
  asker.world.history.applied = {generation};
  const auto response = asker("GET", "/v1/deployments/shop/generations/1");
  const auto masked = R"({"type":"http","url":"http://web/","headers":{"Authorization":"***"},)"
                      R"("body":"***","send":"***","environment":["***",null],"verify":false})";
  const auto project = json(response)["project"];
  for (const auto* secret : {"hunter", "12345", "67890"})
    CHECK(response.text().find(secret) == std::string::npos);
  const auto web = project["services"]["web"];
  CHECK(web["x-evenkeel"]["kind"] == "job");
  CHECK(web["x-evenkeel"]["checks"]["a"].dump() == masked);
  CHECK(web["x-evenkeel"]["checks"]["b"] == "off");
  CHECK(web["x-evenkeel"]["checks"]["c"].is_null());
  CHECK(web["labels"].dump() == R"({"a":"b","evenkeel.checks":"***"})");
  CHECK(web["deploy"]["labels"].dump() == R"(["evenkeel.checks=***","c=d"])");
  CHECK(project["x-evenkeel"]["checks"]["e"].dump() == masked);
  CHECK(project["x-common"].dump() == R"({"a":["***",{"b":"***"}],"on":true})");
  CHECK(asker("GET", "/v1/deployments/shop/generations/1?reveal=true").text().find("hunter12") !=
        std::string::npos);
}

TEST_CASE("secrets are revealed over the Unix socket only") {
  Asker asker;
  asker.world.history.applied = {a_generation(1)};
  const std::string path = "/v1/deployments/shop/generations/1?reveal=true";
  CHECK(asker("GET", path).text().find("hunter2") != std::string::npos);
  asker.peer = ask::network;
  asker.headers = {{"Authorization", "Bearer 0123456789abcdef"}};
  const auto refused = asker("GET", path);
  CHECK(refused.status == 403);
  CHECK(refused.text().find("hunter2") == std::string::npos);
}

TEST_CASE("secrets in the addresses and commands of checks are masked, the rest is shown") {
  auto project = Json::parse(
      R"({"services":{"web":{"x-evenkeel":{"checks":{)"
      R"("a":{"type":"http","url":"https://anna:hunter2@example.org/?token=hunter3&page=2"},)"
      R"("b":{"type":"exec","command":["mysql","--password","hunter4","--host","db"]},)"
      R"("c":{"type":"exec","shell":true,"command":"PGPASSWORD=hunter5 psql"}}}}}})");
  api::mask_project(project);
  CHECK(project["services"]["web"]["x-evenkeel"]["checks"].dump() ==
        R"({"a":{"type":"http","url":"https://anna:***@example.org/?token=***&page=2"},)"
        R"("b":{"type":"exec","command":["mysql","--password","***","--host","db"]},)"
        R"("c":{"type":"exec","shell":true,"command":"PGPASSWORD=*** psql"}})");
}
