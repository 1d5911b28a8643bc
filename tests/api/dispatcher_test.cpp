#include "api/ask.hpp"
#include "support/catch.hpp"

using ask::Asker;
using ask::header;

TEST_CASE("without a token nothing but health is answered over the network") {
  Asker asker;
  asker.peer = ask::network;
  CHECK(asker("GET", "/healthz").status == 200);
  CHECK(asker("GET", "/readyz").status == 200);
  for (const auto* path : {"/v1/deployments", "/v1/host", "/openapi.json", "/nothing"}) {
    const auto refused = asker("GET", path);
    CHECK(refused.status == 401);
    CHECK(header(refused, "WWW-Authenticate") == "Bearer realm=\"evenkeel\"");
  }
}

TEST_CASE("a token lets in as far as its scope goes") {
  Asker asker;
  asker.peer = ask::network;
  asker.headers = {{"authorization", "bearer fedcba9876543210"}};
  CHECK(asker("GET", "/v1/deployments/shop").status == 200);
  const auto refused = asker("POST", "/v1/deployments/shop/stop");
  CHECK(refused.status == 403);
  CHECK(ask::json(refused)["detail"] == "token watch has the scope read; this needs operate");
  asker.headers = {{"Authorization", "Bearer aaaaaaaaaaaaaaaa"}};
  CHECK(asker("POST", "/v1/deployments/shop/stop").status == 202);
  CHECK(asker("DELETE", "/v1/deployments/shop").status == 403);
  asker.headers = {{"Authorization", "Bearer 0123456789abcdef"}};
  CHECK(asker("DELETE", "/v1/deployments/shop").status == 200);
  CHECK(asker.world.desired.verbs[0].caller.by == "token night");
}

TEST_CASE("wrong tokens are recorded, but do not fill the log") {
  Asker asker;
  asker.peer = ask::network;
  asker.headers = {{"Authorization", "Bearer 0123456789abcdeX"}};
  for (int i = 0; i < 5; ++i) CHECK(asker("GET", "/v1/host").status == 401);
  REQUIRE(asker.world.sink.recorded.size() == 1);
  CHECK(asker.world.sink.recorded[0].type == "access.denied");
  CHECK(asker.world.sink.recorded[0].data.find("0123456789abcdeX") == std::string::npos);
  asker.world.clock.at = asker.world.clock.at + core::Milliseconds{10'000};
  CHECK(asker("GET", "/v1/host").status == 401);
  REQUIRE(asker.world.sink.recorded.size() == 2);
  CHECK(asker.world.sink.recorded[1].data ==
        R"({"peer":"127.0.0.1:40312","reason":"wrong token","left_out":4})");
}

TEST_CASE("whom the Unix socket does not trust is told who is trusted") {
  Asker asker;
  asker.peer = {true, std::nullopt, "bob (uid 1001)"};
  asker.headers = {{"Authorization", "Bearer 0123456789abcdef"}};
  const auto refused = asker("GET", "/v1/host");
  CHECK(refused.status == 403);
  CHECK(ask::json(refused)["detail"].get<std::string>().find("api.group") != std::string::npos);
  CHECK(asker.world.sink.recorded.size() == 1);
}

TEST_CASE("an unknown address is 404, a known one with another method 405") {
  Asker asker;
  const auto nothing = asker("GET", "/v1/nothing");
  CHECK(nothing.status == 404);
  CHECK(nothing.content_type == "application/problem+json");
  CHECK(ask::json(nothing)["title"] == "Not Found");
  const auto other = asker("PATCH", "/v1/deployments/shop");
  CHECK(other.status == 405);
  CHECK(header(other, "Allow") == "GET, HEAD, PUT, DELETE");
}

TEST_CASE("an unknown parameter is refused: ?dryrun=true must not apply") {
  Asker asker;
  const auto refused =
      asker("PUT", "/v1/deployments/shop?dryrun=true", "services: {}", "application/yaml");
  CHECK(refused.status == 400);
  CHECK(ask::json(refused)["detail"] == "Unknown parameter ?dryrun, did you mean dry_run?");
  CHECK(asker.world.desired.applies.empty());
}

TEST_CASE("names of the path are checked before anything is looked up") {
  Asker asker;
  for (const auto* name : {"..", "-x", "a%2Fb", "a%20b", "%3Cscript%3E"})
    CHECK(asker("GET", std::string("/v1/deployments/") + name).status == 400);
  CHECK(asker("GET", "/v1/deployments/" + std::string(256, 'a')).status == 400);
  CHECK(asker("GET", "/v1/deployments/" + std::string(255, 'a')).status == 404);
}

TEST_CASE("a body of another type is 415 and changes nothing") {
  Asker asker;
  for (const auto* type : {"application/x-www-form-urlencoded", "text/plain", "application/yaml"})
    CHECK(asker("POST", "/v1/deployments/shop/stop", "{}", type).status == 415);
  CHECK(
      asker("POST", "/v1/deployments/shop/stop", "{}", "application/json; charset=utf-8").status ==
      202);
  CHECK(asker.world.desired.verbs.size() == 1);
}

TEST_CASE("in rescue reads are answered and writes are refused with the reason") {
  Asker asker;
  asker.world.host.now.rescue = "state.db is damaged";
  CHECK(asker("GET", "/v1/deployments").status == 200);
  for (const auto& [method, path] :
       std::vector<std::pair<std::string, std::string>>{{"POST", "/v1/deployments/shop/stop"},
                                                        {"DELETE", "/v1/deployments/shop"},
                                                        {"POST", "/v1/holds"},
                                                        {"PUT", "/v1/deployments/shop"}}) {
    const auto refused = asker(method, path);
    CHECK(refused.status == 503);
    CHECK(ask::json(refused)["detail"].get<std::string>().find("state.db is damaged") !=
          std::string::npos);
  }
  CHECK(asker.world.desired.verbs.empty());
}

TEST_CASE("a write is recorded with who asked for it, a refused one is not") {
  Asker asker;
  asker("POST", "/v1/deployments/shop/services/web/stop");
  asker("POST", "/v1/deployments/shop/services/nope/stop");
  asker("GET", "/v1/deployments/shop");
  REQUIRE(asker.world.sink.recorded.size() == 1);
  const auto& event = asker.world.sink.recorded[0];
  CHECK(event.type == "access.write");
  CHECK(event.deployment == "shop");
  CHECK(event.service == "web");
  CHECK(event.message == "anna (uid 1000) asked for POST /v1/deployments/shop/services/web/stop.");
}

TEST_CASE("a method that HTTP does not know is 501, for those who are let in") {
  Asker asker;
  CHECK(asker("BREW", "/v1/deployments").status == 501);
  CHECK(asker("get", "/v1/deployments").status == 501);
  for (const auto* method : {"PATCH", "OPTIONS", "TRACE", "DELETE"}) {
    const auto refused = asker(method, "/v1/deployments");
    CHECK(refused.status == 405);
    CHECK(header(refused, "Allow") == "GET, HEAD");
  }
  asker.peer = ask::network;
  CHECK(asker("BREW", "/v1/deployments").status == 401);
}
