#include "api/ask.hpp"
#include "support/catch.hpp"

using ask::Asker;
using ask::header;

TEST_CASE("a repeated POST with the same key is done once and answered alike") {
  Asker asker;
  asker.headers = {{"Idempotency-Key", "k1"}};
  const auto first = asker("POST", "/v1/deployments/shop/restart", R"({"reason": "x"})");
  const auto second = asker("POST", "/v1/deployments/shop/restart", R"({"reason": "x"})");
  CHECK(asker.world.desired.verbs.size() == 1);
  CHECK(first.status == 202);
  CHECK(second.status == 202);
  CHECK(second.text() == first.text());
  CHECK(second.content_type == "application/json");
  CHECK(header(second, "ETag") == header(first, "ETag"));
  CHECK(header(second, "Idempotency-Replayed") == "true");
}

TEST_CASE("another request under the same key is refused") {
  Asker asker;
  asker.headers = {{"Idempotency-Key", "k1"}};
  asker("POST", "/v1/deployments/shop/restart");
  CHECK(asker("POST", "/v1/deployments/shop/stop").status == 422);
  CHECK(asker("POST", "/v1/deployments/shop/restart", R"({"reason": "y"})").status == 422);
  CHECK(asker.world.desired.verbs.size() == 1);
}

TEST_CASE("two callers may use the same key") {
  Asker asker;
  asker.headers = {{"Idempotency-Key", "k1"}};
  asker("POST", "/v1/deployments/shop/restart");
  asker.peer = {true, api::Principal{"bob (uid 1001)", api::Scope::deploy, true}, "bob"};
  CHECK(asker("POST", "/v1/deployments/shop/stop").status == 202);
}

TEST_CASE("a failure of the agent is not remembered") {
  Asker asker;
  asker.headers = {{"Idempotency-Key", "k1"}};
  asker.world.desired.answer = core::Error{core::Errc::unavailable, "not now"};
  CHECK(asker("POST", "/v1/deployments/shop/restart").status == 503);
  asker.world.desired.answer = reconcile::Applied{"shop", 4, false, false, {}};
  CHECK(asker("POST", "/v1/deployments/shop/restart").status == 202);
}

TEST_CASE("a key has 1 to 255 characters") {
  Asker asker;
  asker.headers = {{"Idempotency-Key", std::string(256, 'k')}};
  CHECK(asker("POST", "/v1/deployments/shop/restart").status == 400);
  asker.headers = {{"Idempotency-Key", std::string(255, 'k')}};
  CHECK(asker("POST", "/v1/deployments/shop/restart").status == 202);
}
