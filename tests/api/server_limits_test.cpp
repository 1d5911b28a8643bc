#include "api/stage.hpp"
#include "support/catch.hpp"

using boost::asio::awaitable;
using stage::get;
using stage::get_list;
using stage::post;
using stage::Reply;
using stage::Stage;
using stage::Wire;
using namespace std::chrono_literals;

namespace {

api::Limits quick() {
  api::Limits limits;
  limits.sweep_interval = 10ms;
  limits.drain_timeout = 300ms;
  limits.stop_timeout = 500ms;
  return limits;
}

}  // namespace

TEST_CASE("a header of more than 16 KiB is refused") {
  Stage on(quick());
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        const auto fits =
            co_await of.ask(of.local(), get("/healthz", "X: " + std::string(15'000, 'x') + "\r\n"));
        CHECK(fits.status == 200);
        const auto one =
            co_await of.ask(of.local(), get("/healthz", "X: " + std::string(17'000, 'x') + "\r\n"));
        CHECK(one.status == 431);
        std::string many;
        for (int i = 0; i < 4'000; ++i) many += "X: y\r\n";
        const auto all = co_await of.ask(of.local(), get("/healthz", many));
        CHECK(all.status == 431);
      });
}

TEST_CASE("a body of more than 8 MiB is refused although the client sends on") {
  Stage on(quick());
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        const std::string large(8 * 1024 * 1024 + 1, 'x');
        const auto told = co_await of.ask(of.local(), post("/v1/deployments/shop/stop", large));
        CHECK(told.status == 413);
        const auto chunked = co_await of.ask(of.local(),
                                             "POST /v1/deployments/shop/stop HTTP/1.1\r\nHost: "
                                             "x\r\nContent-Type: application/json\r\n"
                                             "Transfer-Encoding: chunked\r\n\r\n800001\r\n" +
                                                 large + "\r\n0\r\n\r\n");
        CHECK(chunked.status == 413);
        CHECK(of.world.desired.verbs.empty());
      });
}

TEST_CASE("nobody without a token makes the agent hold a body") {
  Stage on(quick());
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        Wire wire(of.io);
        co_await wire.open(of.tcp());
        co_await wire.send(
            "POST /v1/reload HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nonly the "
            "beginning");
        const auto reply = co_await wire.reply();
        CHECK(reply.status == 401);
      });
}

TEST_CASE("a header that comes too slowly is answered 408") {
  auto limits = quick();
  limits.header_timeout = 50ms;
  Stage on(limits);
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        Wire wire(of.io);
        co_await wire.open(of.local());
        co_await wire.send("GET /healthz HTTP/1.1\r\nHo");
        const auto all = co_await wire.rest();
        CHECK(all.rfind("HTTP/1.1 408 ", 0) == 0);
      });
}

TEST_CASE("a connection that says nothing has the time of a header, and is closed without a word") {
  auto limits = quick();
  limits.header_timeout = 50ms;
  Stage on(limits);
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        Wire silent(of.io);
        co_await silent.open(of.local());
        const auto all = co_await silent.rest();
        CHECK(all.empty());
        while (of.server.sessions() > 0) co_await core::wait_for(5ms);
      });
}

TEST_CASE("between requests the time of a header does not run") {
  auto limits = quick();
  limits.header_timeout = 50ms;
  Stage on(limits);
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        Wire wire(of.io);
        co_await wire.open(of.local());
        for (int i = 0; i < 2; ++i) {
          co_await wire.send(get("/healthz"));
          const auto reply = co_await wire.reply();
          CHECK(reply.status == 200);
          co_await core::wait_for(150ms);
        }
        co_await wire.send("GET /healthz HTTP/1.1\r\nHo");
        const auto all = co_await wire.rest();
        CHECK(all.rfind("HTTP/1.1 408 ", 0) == 0);
      });
}

TEST_CASE("a body that comes too slowly is answered 408, and nothing is done") {
  auto limits = quick();
  limits.body_timeout = 50ms;
  Stage on(limits);
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        Wire wire(of.io);
        co_await wire.open(of.local());
        co_await wire.send(
            "POST /v1/deployments/shop/stop HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{");
        const auto all = co_await wire.rest();
        CHECK(all.rfind("HTTP/1.1 408 ", 0) == 0);
        CHECK(of.world.desired.verbs.empty());
      });
}

TEST_CASE("half a request whose sender goes away does nothing") {
  Stage on(quick());
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        for (const auto* half :
             {"GET /hea",
              "POST /v1/deployments/shop/stop HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{"}) {
          Wire wire(of.io);
          co_await wire.open(of.local());
          co_await wire.send(half);
          wire.close();
        }
        while (of.server.sessions() > 0) co_await core::wait_for(5ms);
        CHECK(of.world.desired.verbs.empty());
      });
}

TEST_CASE("a connection that is not used is closed") {
  auto limits = quick();
  limits.idle_timeout = 50ms;
  Stage on(limits);
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        Wire wire(of.io);
        co_await wire.open(of.local());
        co_await wire.send(get("/healthz"));
        const auto reply = co_await wire.reply();
        CHECK(reply.status == 200);
        const auto rest = co_await wire.rest();
        CHECK(rest.empty());
      });
}

TEST_CASE("a client that does not read is given up") {
  auto limits = quick();
  limits.write_timeout = 100ms;
  Stage on(limits);
  on.world.logs.pieces.assign(200, std::string(64 * 1024, 'x') + "\n");
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        Wire wire(of.io);
        co_await wire.open(of.local());
        co_await wire.send(get("/v1/deployments/shop/logs"));
        while (of.server.sessions() == 0) co_await core::wait_for(1ms);
        while (of.server.sessions() > 0) co_await core::wait_for(5ms);
        CHECK(of.world.logs.open_streams == 0);
      });
}

TEST_CASE("one connection too many is told so, and the other listener is still open") {
  auto limits = quick();
  limits.sessions_max = 2;
  Stage on(limits);
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        Wire first(of.io), second(of.io);
        for (auto* wire : {&first, &second}) {
          co_await wire->open(of.tcp());
          co_await wire->send(get("/healthz"));
          const auto reply = co_await wire->reply();
          CHECK(reply.status == 200);
        }
        Wire third(of.io);
        co_await third.open(of.tcp());
        const auto told = co_await third.rest();
        CHECK(told.rfind("HTTP/1.1 503 ", 0) == 0);
        CHECK(told.find("Retry-After: 1\r\n") != std::string::npos);
        const auto local = co_await of.ask(of.local(), get("/healthz"));
        CHECK(local.status == 200);
        first.close();
        while (of.server.sessions() > 1) co_await core::wait_for(5ms);
        const auto again = co_await of.ask(of.tcp(), get("/healthz"));
        CHECK(again.status == 200);
      });
}
