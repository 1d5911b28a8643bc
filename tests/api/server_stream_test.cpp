#include "api/stage.hpp"
#include "core/io/abandon.hpp"
#include "support/catch.hpp"

using boost::asio::awaitable;
using stage::get;
using stage::post;
using stage::Stage;
using stage::Wire;
using namespace std::chrono_literals;

namespace {

api::Limits quick() {
  api::Limits limits;
  limits.sweep_interval = 10ms;
  limits.stop_timeout = 500ms;
  return limits;
}

model::Event an_event(model::EventId id) {
  model::Event event;
  event.id = id;
  event.type = "service.started";
  return event;
}

}  // namespace

TEST_CASE("events stream in chunks, each as it comes") {
  Stage on(quick());
  on.world.events.stream = {an_event(5), an_event(6)};
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        Wire wire(of.io);
        co_await wire.open(of.local());
        co_await wire.send(get("/v1/events/stream"));
        const auto head = co_await wire.until("\r\n\r\n");
        CHECK(head.find("Transfer-Encoding: chunked\r\n") != std::string::npos);
        CHECK(head.find("Content-Length") == std::string::npos);
        const auto first = co_await wire.until("id: 5\n");
        CHECK(first.find(": evenkeel\n") != std::string::npos);
        co_await wire.until("id: 6\n");
        CHECK(of.world.events.open == 1);
      });
  CHECK(on.world.events.open == 0);
}

TEST_CASE("a stream ends when its client goes") {
  Stage on(quick());
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        Wire wire(of.io);
        co_await wire.open(of.tcp());
        co_await wire.send(
            get("/v1/events/stream", "Authorization: Bearer " + stage::token + "\r\n"));
        co_await wire.until(": evenkeel\n");
        CHECK(of.world.events.open == 1);
        wire.close();
        while (of.world.events.open > 0) co_await core::wait_for(5ms);
        while (of.server.sessions() > 0) co_await core::wait_for(5ms);
      });
}

TEST_CASE("after logs that ended the connection serves the next request") {
  Stage on(quick());
  on.world.logs.pieces = {"a\n", "b\n"};
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        Wire wire(of.io);
        co_await wire.open(of.local());
        co_await wire.send(get("/v1/deployments/shop/logs"));
        co_await wire.until("\r\n\r\n");
        const auto body = co_await wire.until("0\r\n\r\n");
        CHECK(body == "2\r\na\n\r\n2\r\nb\n\r\n0\r\n\r\n");
        co_await wire.send(get("/healthz"));
        const auto reply = co_await wire.reply();
        CHECK(reply.status == 200);
      });
}

TEST_CASE("a request sent ahead of a stream's end is answered after it") {
  Stage on(quick());
  on.world.logs.pieces = {"a\n"};
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        Wire wire(of.io);
        co_await wire.open(of.local());
        co_await wire.send(get("/v1/deployments/shop/logs") + get("/healthz"));
        co_await wire.until("0\r\n\r\n");
        const auto reply = co_await wire.reply();
        CHECK(reply.status == 200);
      });
}

TEST_CASE("a client of HTTP/1.0 gets a stream until the connection closes") {
  Stage on(quick());
  on.world.logs.pieces = {"a\n", "b\n"};
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        Wire wire(of.io);
        co_await wire.open(of.local());
        co_await wire.send("GET /v1/deployments/shop/logs HTTP/1.0\r\n\r\n");
        const auto head = co_await wire.until("\r\n\r\n");
        CHECK(head.find("chunked") == std::string::npos);
        const auto body = co_await wire.rest();
        CHECK(body == "a\nb\n");
      });
}

TEST_CASE("the server stops although streams are open and connections idle") {
  Stage on(quick());
  const auto before = std::chrono::steady_clock::now();
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        static Wire* kept[3];
        for (auto*& wire : kept) wire = new Wire(of.io);
        co_await kept[0]->open(of.local());
        co_await kept[0]->send(get("/v1/events/stream"));
        co_await kept[0]->until(": evenkeel\n");
        co_await kept[1]->open(of.local());
        co_await kept[1]->send(get("/v1/deployments/shop/logs?follow=true"));
        co_await kept[1]->until("\r\n\r\n");
        co_await kept[2]->open(of.local());
        co_await kept[2]->send(get("/healthz"));
        co_await kept[2]->reply();
        co_await of.server.stop();
        const auto end = co_await kept[2]->rest();
        CHECK(end.empty());
        for (auto* wire : kept) delete wire;
      });
  CHECK(std::chrono::steady_clock::now() - before < 5s);
  CHECK(on.world.events.open == 0);
  CHECK(on.world.logs.open_streams == 0);
}

namespace {

// Never answers a verb until it is cancelled.
class Stuck final : public reconcile::Desired {
 public:
  bool asked = false;
  awaitable<core::Result<reconcile::Applied>> apply(reconcile::ApplyRequest) override {
    return wait();
  }
  awaitable<core::Result<reconcile::Applied>> act(reconcile::VerbRequest) override {
    return wait();
  }
  awaitable<core::Status> remove(reconcile::DeleteRequest) override { co_return core::Status{}; }
  awaitable<core::Result<model::Hold>> hold(model::Hold of) override { co_return of; }
  awaitable<core::Result<int>> resume(model::DeploymentName, model::ServiceName, std::int64_t,
                                      reconcile::Caller) override {
    co_return 0;
  }

 private:
  awaitable<core::Result<reconcile::Applied>> wait() {
    asked = true;
    co_await core::wait_for(60s);
    co_return core::Error{core::Errc::timeout, "never"};
  }
};

// The stage's, but for these two.
api::Backend backend_of(Stage& on, reconcile::Desired& desired, api::Logs& logs) {
  return {desired,
          on.world.views,
          on.world.views,
          on.world.host,
          on.world.sink,
          on.world.events,
          logs,
          on.world.history,
          on.world.idempotency,
          on.world.reload,
          {on.world.pool, on.world.pool},
          on.world.pool,
          on.real_clock,
          on.world.samples,
          on.world.latest,
          on.world.spikes,
          on.world.checks,
          on.world.uptimes,
          on.world.counts,
          on.world.lag,
          {"box", {}, "0"}};
}

// Streams that hear of no end, as what reads from a broken disk.
class DeafLogs final : public api::Logs {
 public:
  bool let_go = false;
  awaitable<core::Result<std::unique_ptr<api::LogStream>>> open(api::LogRequest) override {
    std::unique_ptr<api::LogStream> stream = std::make_unique<Deaf>(*this);
    co_return stream;
  }

 private:
  struct Deaf final : api::LogStream {
    explicit Deaf(DeafLogs& of) : logs(of) {}
    awaitable<core::Result<std::optional<std::string>>> next() override {
      auto waiting = wait(&logs);
      co_await core::unheard(std::move(waiting));
      co_return std::optional<std::string>("late\n");
    }
    static awaitable<void> wait(DeafLogs* logs) {
      while (!logs->let_go) co_await core::wait_for(1ms);
    }
    DeafLogs& logs;
  };
};

awaitable<void> outlive_deaf_stream(Stage& of, api::Server& with, DeafLogs& logs) {
  Wire wire(of.io);
  co_await wire.open(with.addresses().at(0));
  co_await wire.send(get("/v1/deployments/shop/logs?follow=true"));
  co_await wire.until("\r\n\r\n");
  CHECK(with.sessions() == 1);
  wire.close();
  while (with.sessions() > 0) co_await core::wait_for(1ms);
  const bool ended = co_await with.stop();
  CHECK_FALSE(ended);
  logs.let_go = true;
  const bool ended_later = co_await with.stop();
  CHECK(ended_later);
}

}  // namespace

TEST_CASE("a stream that hears of no end is left alone, and the stop says so") {
  auto limits = quick();
  limits.leave_timeout = 20ms;
  Stage on(limits);
  DeafLogs logs;
  auto backend = backend_of(on, on.world.desired, logs);
  on.config.listen = {"unix://" + (on.dir.path() / "t").string()};
  api::Server server(on.io.get_executor(), on.config, api::Tokens({}), backend, limits);
  REQUIRE(server.open());
  server.start();
  support::run(on.io, outlive_deaf_stream(on, server, logs));
}

TEST_CASE("an answer that does not come does not hold up the stop") {
  Stage on(quick());
  Stuck stuck;
  auto backend = backend_of(on, stuck, on.world.logs);
  on.config.listen = {"unix://" + (on.dir.path() / "t").string()};
  api::Server server(on.io.get_executor(), on.config, api::Tokens({}), backend, quick());
  REQUIRE(server.open());
  server.start();
  const auto scenario = [](Stage& of, api::Server& with, Stuck& desired) -> awaitable<void> {
    Wire wire(of.io);
    co_await wire.open(with.addresses().at(0));
    co_await wire.send(post("/v1/deployments/shop/stop", "{}"));
    while (!desired.asked) co_await core::wait_for(1ms);
    co_await with.stop();
    CHECK(with.sessions() == 0);
  };
  const auto before = std::chrono::steady_clock::now();
  support::run(on.io, scenario(on, server, stuck));
  CHECK(std::chrono::steady_clock::now() - before < 5s);
}
