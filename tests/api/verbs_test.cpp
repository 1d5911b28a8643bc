#include "api/ask.hpp"
#include "support/catch.hpp"

using ask::Asker;
using ask::header;
using ask::json;

TEST_CASE("each verb is passed on with who asked and why") {
  Asker asker;
  for (const auto* verb : {"start", "stop", "restart", "recreate"})
    CHECK(asker("POST", std::string("/v1/deployments/shop/") + verb, R"({"reason": "because"})")
              .status == 202);
  const auto& verbs = asker.world.desired.verbs;
  REQUIRE(verbs.size() == 4);
  CHECK(verbs[0].verb == reconcile::Verb::start);
  CHECK(verbs[1].verb == reconcile::Verb::stop);
  CHECK(verbs[2].verb == reconcile::Verb::restart);
  CHECK(verbs[3].verb == reconcile::Verb::recreate);
  CHECK(verbs[1].caller.by == "anna (uid 1000)");
  CHECK(verbs[1].caller.reason == "because");
  CHECK(verbs[1].services.empty());
}

TEST_CASE("a verb on a service concerns it alone") {
  Asker asker;
  CHECK(asker("POST", "/v1/deployments/shop/services/web/stop").status == 202);
  CHECK(asker.world.desired.verbs[0].services == std::vector<std::string>{"web"});
}

TEST_CASE("a service that is not there is answered with those that are") {
  Asker asker;
  const auto missing = asker("POST", "/v1/deployments/shop/services/wbe/stop");
  CHECK(missing.status == 404);
  CHECK(json(missing)["detail"] ==
        "There is no service wbe in shop; it has web. Did you mean web?");
  CHECK(asker.world.desired.verbs.empty());
}

TEST_CASE("a write answers 202 with the deployment, where it is, and its generation") {
  Asker asker;
  asker.world.desired.answer = reconcile::Applied{"shop", 3, false, false, {"db"}};
  const auto response = asker("POST", "/v1/deployments/shop/start");
  CHECK(response.status == 202);
  CHECK(header(response, "Location") == "/v1/deployments/shop");
  CHECK(header(response, "ETag") == "\"3\"");
  CHECK(json(response)["name"] == "shop");
  CHECK(json(response)["left_stopped"] == nlohmann::ordered_json::array({"db"}));
}

TEST_CASE("a write that waits is 200 only where it converged") {
  Asker asker;
  auto& views = asker.world.views;
  const auto done = asker("POST", "/v1/deployments/shop/start?wait=60s");
  CHECK(done.status == 200);
  CHECK(json(done)["converged"] == true);
  views.outcome = reconcile::WaitOutcome::time_ran_out;
  const auto late = asker("POST", "/v1/deployments/shop/start?wait=60s");
  CHECK(late.status == 202);
  CHECK(json(late)["converged"] == false);
  CHECK(json(late)["wait"] == "time_ran_out");
  views.outcome = reconcile::WaitOutcome::cannot_converge;
  const auto stuck = asker("POST", "/v1/deployments/shop/start?wait=60s");
  CHECK(stuck.status == 202);
  CHECK(json(stuck)["wait"] == "cannot_converge");
  CHECK(views.waits[0] == core::Milliseconds{60'000});
}

TEST_CASE("a wait is capped at ten minutes and must be a duration") {
  Asker asker;
  asker("POST", "/v1/deployments/shop/start?wait=3h");
  CHECK(asker.world.views.waits.at(0) == core::Milliseconds{600'000});
  CHECK(asker("POST", "/v1/deployments/shop/start?wait=soon").status == 400);
  CHECK(asker("POST", "/v1/deployments/shop/start?wait=60").status == 400);
  CHECK(asker.world.desired.verbs.size() == 1);
}

TEST_CASE("a body that is not understood changes nothing and says all that is wrong with it") {
  Asker asker;
  for (const auto* body : {"{", "[]", "7", "\"x\"", R"({"reason": 7})", R"({"why": "x"})"})
    CHECK(asker("POST", "/v1/deployments/shop/stop", body).status == 400);
  const auto wrong =
      json(asker("POST", "/v1/deployments/shop/stop", R"({"reason": 7, "reson": ""})"));
  REQUIRE(wrong["errors"].size() == 2);
  CHECK(wrong["errors"][0]["path"] == "reason");
  CHECK(wrong["errors"][1]["message"] == "unknown key, did you mean reason?");
  CHECK(
      asker("POST", "/v1/deployments/shop/stop", "{\"reason\":\"" + std::string(1001, 'x') + "\"}")
          .status == 400);
  CHECK(asker.world.desired.verbs.empty());
}

TEST_CASE("a body nested without end is refused before it is read") {
  Asker asker;
  const auto deep = [](int levels) {
    return "{\"reason\":" + std::string(levels, '[') + std::string(levels, ']') + "}";
  };
  const auto refused = asker("POST", "/v1/deployments/shop/stop", deep(100'000));
  CHECK(refused.status == 400);
  CHECK(json(refused)["detail"] == "The body is nested deeper than 64");
  CHECK(json(asker("POST", "/v1/deployments/shop/stop", deep(63)))["errors"][0]["path"] ==
        "reason");
}

TEST_CASE("errors of the agent become the status that fits") {
  Asker asker;
  const std::vector<std::pair<core::Errc, int>> cases = {
      {core::Errc::invalid, 400}, {core::Errc::not_found, 404},   {core::Errc::conflict, 409},
      {core::Errc::stale, 412},   {core::Errc::unavailable, 503}, {core::Errc::timeout, 504},
      {core::Errc::denied, 403},  {core::Errc::internal, 500}};
  for (const auto& [code, status] : cases) {
    asker.world.desired.answer = core::Error{code, "why"};
    const auto response = asker("POST", "/v1/deployments/shop/stop");
    CHECK(response.status == status);
    CHECK(json(response)["detail"] == "why");
  }
}

TEST_CASE("a verb changes something where it wants what was not wanted before") {
  Asker asker;
  const auto changed = [&](const std::string& verb) {
    asker.world.desired.answer = reconcile::Applied{"shop", 3, false, false, {}};
    return json(asker("POST", "/v1/deployments/shop/" + verb))["changed"].get<bool>();
  };
  CHECK(changed("restart"));
  CHECK(changed("recreate"));
  CHECK(changed("services/web/restart"));
  CHECK(!changed("start"));
  CHECK(changed("stop"));
  asker.world.views.all["shop"].services.at(0).intent.state = model::IntentState::stopped;
  CHECK(changed("services/web/start"));
  CHECK(!changed("stop"));
}

TEST_CASE("every write keeps to If-Match, with quotes or without") {
  const std::vector<std::pair<std::string, std::string>> writes = {
      {"POST", "/v1/deployments/shop/restart"},
      {"POST", "/v1/deployments/shop/services/web/stop"},
      {"POST", "/v1/deployments/shop/hold"},
      {"POST", "/v1/deployments/shop/resume"},
      {"DELETE", "/v1/deployments/shop"}};
  for (const auto& [method, path] : writes) {
    INFO(method << " " << path);
    Asker asker;
    for (const auto* other : {"\"2\"", "2"}) {
      asker.headers = {{"If-Match", other}};
      const auto refused = asker(method, path);
      CHECK(refused.status == 412);
      CHECK(json(refused)["detail"] == "shop is at generation 3, not 2");
    }
    asker.headers = {{"If-Match", "three"}};
    CHECK(asker(method, path).status == 400);
    const auto& desired = asker.world.desired;
    CHECK(desired.verbs.size() + desired.holds.size() + desired.resumed.size() +
              desired.deletes.size() ==
          0);
    for (const auto* same : {"\"3\"", "3", "*"}) {
      asker.headers = {{"If-Match", same}};
      CHECK(asker(method, path).status / 100 == 2);
    }
  }
}

TEST_CASE("a key that comes twice in one object is refused") {
  Asker asker;
  const auto refused =
      asker("POST", "/v1/deployments/shop/stop", R"({"reason": "a", "reason": "b"})");
  CHECK(refused.status == 400);
  CHECK(json(refused)["errors"][0]["path"] == "reason");
  CHECK(asker("PUT", "/v1/deployments/shop",
              R"({"compose": "services: {}", "env": {"A": "1", "A": "2"}})")
            .status == 400);
  CHECK(asker.world.desired.verbs.empty());
  CHECK(
      asker(
          "PUT", "/v1/deployments/shop",
          R"({"project": {"name": "shop", "services": {"a": {"image": "x"}, "b": {"image": "x"}}}})")
          .status == 202);
}

TEST_CASE("an object of a body has a bounded number of keys") {
  const auto body = [](int keys) {
    std::string text = R"({"compose": "services: {web: {image: x}}", "env": {)";
    for (int i = 0; i < keys; ++i)
      text += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":\"\"";
    return text + "}}";
  };
  Asker asker;
  CHECK(asker("PUT", "/v1/deployments/shop", body(10'000)).status == 202);
  const auto refused = asker("PUT", "/v1/deployments/shop", body(200'000));
  CHECK(refused.status == 400);
  CHECK(json(refused)["detail"] == "An object of the body has more than 10000 keys");
}

TEST_CASE("a service has any name that Compose allows, but for the two that mean a folder") {
  Asker asker;
  for (const std::string name : {"_web", "-web", "a.b", ".hid", "..c", "A_1-"}) {
    CAPTURE(name);
    asker.world.views.all["shop"].services[0].name = name;
    CHECK(asker("POST", "/v1/deployments/shop/services/" + name + "/stop").status == 202);
    CHECK(asker("POST", "/v1/deployments/shop/services/" + name + "/hold").status == 202);
    CHECK(asker("GET", "/v1/deployments/shop/explain?service=" + name).status == 200);
    CHECK(asker("POST", "/v1/holds", R"({"deployment": "shop", "service": ")" + name + "\"}")
              .status == 201);
  }
  for (const std::string name : {".", "..", "%2e%2e", "a%20b", "a%2fb"}) {
    CAPTURE(name);
    CHECK(asker("POST", "/v1/deployments/shop/services/" + name + "/stop").status == 400);
  }
  CHECK(asker("POST", "/v1/deployments/_shop/stop").status == 400);
}
