#include "api/stage.hpp"
#include "core/text.hpp"
#include "support/catch.hpp"

using boost::asio::awaitable;
using core::contains;
using stage::get;
using stage::Stage;

namespace {

const std::string with_token = "Authorization: Bearer " + stage::token + "\r\n";

awaitable<void> check_open_listener(Stage& of) {
  for (const auto* path : {"/metrics", "/healthz", "/readyz"}) {
    const auto reply = co_await of.ask(of.metrics(), get(path));
    CAPTURE(path);
    CHECK(reply.status == 200);
  }
  const auto metrics = co_await of.ask(of.metrics(), get("/metrics"));
  CHECK(contains(metrics.head, "Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"));
  CHECK(contains(metrics.body, "evenkeel_build_info{version=\"0.1.0\"} 1\n"));
}

// With a token that may do everything, too.
awaitable<void> check_nothing_else(Stage& of) {
  for (const auto* path : {"/", "/openapi.json", "/v1/host", "/v1/deployments"}) {
    const auto reply = co_await of.ask(of.metrics(), get(path, with_token));
    CAPTURE(path);
    CHECK(reply.status == 404);
    CHECK(contains(reply.body, "this listener has /healthz, /readyz, /metrics"));
  }
  const auto request = stage::post("/v1/deployments/shop/stop", "", with_token);
  const auto write = co_await of.ask(of.metrics(), request);
  CHECK(write.status == 404);
  const auto reload = co_await of.ask(of.metrics(), stage::post("/metrics", "", with_token));
  CHECK(reload.status == 405);
  CHECK(of.world.desired.verbs.empty());
}

}  // namespace

TEST_CASE("a metrics listener without authentication serves metrics and health, and no more") {
  Stage on({}, {}, {{"127.0.0.1:0"}, api::Auth::none});
  stage::play(on, check_open_listener);
  CHECK(on.world.sink.recorded.empty());
}

TEST_CASE("nothing else can be asked or done on a metrics listener") {
  Stage on({}, {}, {{"127.0.0.1:0"}, api::Auth::none});
  stage::play(on, check_nothing_else);
}

TEST_CASE("a metrics listener with authentication wants the token of the API") {
  Stage on({}, {}, {{"127.0.0.1:0"}, api::Auth::token});
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        const auto open = co_await of.ask(of.metrics(), get("/healthz"));
        CHECK(open.status == 200);
        const auto none = co_await of.ask(of.metrics(), get("/metrics"));
        CHECK(none.status == 401);
        const auto right = co_await of.ask(of.metrics(), get("/metrics", with_token));
        CHECK(right.status == 200);
        const auto other = co_await of.ask(of.metrics(), get("/v1/host", with_token));
        CHECK(other.status == 404);
      });
}

TEST_CASE("the API's own listeners have all of it, with a token, whatever the metrics' are") {
  Stage on({}, {}, {{"127.0.0.1:0"}, api::Auth::none});
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        const auto none = co_await of.ask(of.tcp(), get("/metrics"));
        CHECK(none.status == 401);
        const auto right = co_await of.ask(of.tcp(), get("/metrics", with_token));
        CHECK(right.status == 200);
        const auto host = co_await of.ask(of.local(), get("/v1/host"));
        CHECK(host.status == 200);
      });
}

TEST_CASE("beyond loopback a metrics listener is open without authentication, or with TLS") {
  const std::string everywhere = "0.0.0.0:0";
  Stage refused({}, {}, {{everywhere}, api::Auth::token});
  const auto status = refused.server.open();
  REQUIRE(!status);
  CHECK(contains(status.error().what, "api.metrics.listen: expected a loopback address"));
  CHECK(refused.server.addresses().empty());
  Stage open({}, {}, {{everywhere}, api::Auth::none});
  CHECK(open.server.open());
  CHECK(open.metrics().starts_with("0.0.0.0:"));
}
