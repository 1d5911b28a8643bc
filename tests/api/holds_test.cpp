#include "api/ask.hpp"
#include "support/catch.hpp"

using ask::Asker;
using ask::header;
using ask::json;
using namespace std::chrono_literals;

TEST_CASE("a hold on a service lasts as long as it says") {
  Asker asker;
  CHECK(asker("POST", "/v1/deployments/shop/services/web/hold",
              R"({"for": "1h30m", "reason": "dump"})")
            .status == 202);
  const auto& hold = asker.world.desired.holds.at(0);
  CHECK(hold.deployment == "shop");
  CHECK(hold.service == "web");
  CHECK(hold.reason == "dump");
  CHECK(hold.by == "anna (uid 1000)");
  CHECK(hold.until - hold.from == 90min);
}

TEST_CASE("hold and resume answer with the deployment, where it is and at which generation") {
  Asker asker;
  for (const auto* path :
       {"/v1/deployments/shop/hold", "/v1/deployments/shop/services/web/resume"}) {
    const auto response = asker("POST", path);
    CHECK(response.status == 202);
    CHECK(header(response, "Location") == "/v1/deployments/shop");
    CHECK(header(response, "ETag") == "\"3\"");
    CHECK(json(response)["name"] == "shop");
  }
}

TEST_CASE("a hold without a time lasts half an hour") {
  Asker asker;
  CHECK(asker("POST", "/v1/deployments/shop/hold").status == 202);
  const auto& hold = asker.world.desired.holds.at(0);
  CHECK(hold.until - hold.from == 30min);
}

TEST_CASE("a hold always expires") {
  Asker asker;
  for (const auto* duration : {"0", "31d", "for ever", "-1h"})
    CHECK(asker("POST", "/v1/deployments/shop/hold", std::string(R"({"for": ")") + duration + "\"}")
              .status == 400);
  CHECK(asker("POST", "/v1/deployments/shop/hold", R"({"for": 30})").status == 400);
  CHECK(asker.world.desired.holds.empty());
}

TEST_CASE("the host is held by name, never by leaving the name out") {
  Asker asker;
  const auto held = asker("POST", "/v1/holds", R"({"host": true, "for": "10m"})");
  CHECK(held.status == 201);
  CHECK(header(held, "Location") == "/v1/holds/1");
  CHECK(json(held)["host"] == true);
  CHECK(asker.world.desired.holds.at(0).deployment.empty());
  CHECK(asker("POST", "/v1/holds", R"({"for": "10m"})").status == 400);
  CHECK(asker("POST", "/v1/holds", R"({"host": true, "deployment": "shop"})").status == 400);
  CHECK(asker("POST", "/v1/holds", R"({"host": true, "service": "web"})").status == 400);
}

TEST_CASE("a hold on what is not there is refused") {
  Asker asker;
  CHECK(asker("POST", "/v1/holds", R"({"deployment": "shpo"})").status == 404);
  CHECK(asker("POST", "/v1/holds", R"({"deployment": "shop", "service": "db"})").status == 404);
  CHECK(asker("POST", "/v1/deployments/shpo/hold").status == 404);
  CHECK(asker("POST", "/v1/holds", R"({"deployment": "shop", "service": "web"})").status == 201);
  CHECK(asker.world.desired.holds.size() == 1);
}

TEST_CASE("holds are listed by id, page by page") {
  Asker asker;
  for (const std::int64_t id : {3, 1, 2}) {
    model::Hold hold;
    hold.id = id;
    asker.world.host.now.holds.push_back(hold);
  }
  const auto first = json(asker("GET", "/v1/holds?limit=2"));
  CHECK(first["items"][0]["id"] == 1);
  CHECK(first["next"] == 2);
  const auto second = json(asker("GET", "/v1/holds?limit=2&after=2"));
  REQUIRE(second["items"].size() == 1);
  CHECK(second["items"][0]["id"] == 3);
  CHECK(second["next"].is_null());
}

TEST_CASE("holds end by subject or by number") {
  Asker asker;
  CHECK(asker("POST", "/v1/deployments/shop/services/web/resume").status == 202);
  CHECK(asker("POST", "/v1/deployments/shop/resume", R"({"reason": "done"})").status == 202);
  CHECK(asker("DELETE", "/v1/holds/12").status == 204);
  CHECK(asker("DELETE", "/v1/holds?host=true").status == 204);
  CHECK(asker("DELETE", "/v1/holds?deployment=shop&service=web").status == 204);
  CHECK(asker.world.desired.resumed ==
        std::vector<std::string>{"shop/web#0", "shop/#0", "/#12", "/#0", "shop/web#0"});
}

TEST_CASE("a DELETE of holds that names no subject ends none") {
  Asker asker;
  for (const auto* query : {"", "?host=false", "?host=true&deployment=shop", "?service=web"})
    CHECK(asker("DELETE", std::string("/v1/holds") + query).status == 400);
  CHECK(asker("DELETE", "/v1/holds/x").status == 400);
  CHECK(asker("DELETE", "/v1/holds/0").status == 400);
  CHECK(asker.world.desired.resumed.empty());
}

TEST_CASE("ending a hold that is not there is 404") {
  Asker asker;
  asker.world.desired.ended = core::not_found("shop is not held");
  CHECK(asker("POST", "/v1/deployments/shop/resume").status == 404);
}

TEST_CASE("ending a hold that is not there names it, and what is held") {
  Asker asker;
  asker.world.desired.ended = core::not_found("there is no such hold");
  const auto detail = [&](const std::string& method, const std::string& target) {
    const auto refused = asker(method, target);
    CHECK(refused.status == 404);
    return json(refused)["detail"].get<std::string>();
  };
  CHECK(detail("POST", "/v1/deployments/shop/services/web/resume") ==
        "shop/web is not held; nothing is");
  model::Hold hold;
  hold.id = 7;
  hold.deployment = "shop";
  asker.world.host.now.holds.push_back(hold);
  CHECK(detail("POST", "/v1/deployments/shop/services/web/resume") ==
        "shop/web is not held; held: shop (hold 7)");
  CHECK(detail("DELETE", "/v1/holds?host=true") == "the host is not held; held: shop (hold 7)");
  CHECK(detail("DELETE", "/v1/holds/8") == "hold 8 is not there; held: shop (hold 7)");
}
