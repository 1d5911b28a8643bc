// An engine behind systemd's socket that its owner has stopped: a connection would start it again.
#include "docker/engine_client.hpp"
#include "fakes/scripted_engine.hpp"
#include "fakes/small_ports.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

using boost::asio::awaitable;
using fakes::answer;
using model::FaultKind;
using namespace std::chrono_literals;

namespace {

docker::Endpoint at(const std::string& path) {
  docker::Endpoint endpoint;
  endpoint.peer.unix_path = path;
  return endpoint;
}

docker::Call get(std::string path) {
  docker::Call call;
  call.doing = "asking";
  call.path = std::move(path);
  return call;
}

struct Scene {
  explicit Scene(const std::string& active_state) { become(active_state); }

  void become(const std::string& active_state) { units.unit = {true, true, active_state, ""}; }
  awaitable<docker::Outcome<docker::Reply>> ask_once() {
    auto reply = co_await client.call(get("/x"));
    co_await engine.stop();
    co_return reply;
  }
  // Asks, and again once the unit is in `state` and the connection that was kept is closed.
  awaitable<docker::Outcome<docker::Reply>> ask_again_in(std::string state) {
    (void)co_await client.call(get("/x"));
    become(state);
    auto reply = co_await client.call(get("/x"));
    co_await engine.stop();
    co_return reply;
  }
  awaitable<bool> ask_and_open_stream_in(std::string state) {
    (void)co_await client.call(get("/x"));
    become(state);
    const auto stream = co_await client.stream(get("/x"));
    co_await engine.stop();
    co_return bool{stream};
  }
  awaitable<std::optional<model::Fault>> open_stream() {
    auto stream = co_await client.stream(get("/x"));
    co_await engine.stop();
    co_return stream ? std::nullopt : std::optional(stream.error());
  }

  boost::asio::io_context io{1};
  fakes::ScriptedEngine engine{io};
  fakes::StandingUnits units;
  docker::EngineClient client{io.get_executor(), at(engine.path()), {100ms, 100ms}, &units};
};

}  // namespace

TEST_CASE("an engine that is stopped, or ends, gets no connection, and the fault says why") {
  for (const std::string state : {"inactive", "deactivating", "failed", "unknown"}) {
    INFO(state);
    Scene scene(state);
    const auto reply = support::run(scene.io, scene.ask_once());
    REQUIRE_FALSE(reply);
    CHECK(reply.error().kind == FaultKind::engine_unreachable);
    CHECK(reply.error().message.find("docker.service is " + state) != std::string::npos);
    CHECK(scene.engine.connections() == 0);
  }
}

TEST_CASE("a stream, which has a connection of its own, is not opened to it either") {
  Scene scene("deactivating");
  const auto fault = support::run(scene.io, scene.open_stream());
  REQUIRE(fault);
  CHECK(fault->kind == FaultKind::engine_unreachable);
  CHECK(scene.engine.connections() == 0);
}

TEST_CASE("a kept connection that the engine closed as it ends is not replaced") {
  Scene scene("active");
  scene.engine.on("GET /x", answer(200, "ok"), fakes::raw({}));
  const auto reply = support::run(scene.io, scene.ask_again_in("deactivating"));
  REQUIRE_FALSE(reply);
  CHECK(scene.engine.connections() == 1);

  Scene lives("active");
  lives.engine.on("GET /x", answer(200, "ok"), fakes::raw({}), answer(200, "ok"));
  CHECK(support::run(lives.io, lives.ask_again_in("active")));
  CHECK(lives.engine.connections() == 2);
}

TEST_CASE("where systemd is too busy to say, an engine that has just answered lives") {
  Scene scene("active");
  scene.engine.on("GET /x", answer(200, "ok"));
  CHECK(support::run(scene.io, scene.ask_and_open_stream_in("unknown")));
  CHECK(scene.engine.connections() == 2);

  Scene ended("active");
  ended.engine.on("GET /x", answer(200, "ok"), fakes::raw({}));
  CHECK_FALSE(support::run(ended.io, ended.ask_again_in("unknown")));
  CHECK(ended.engine.connections() == 1);
}

TEST_CASE("an engine that starts, or has no socket of systemd's, is connected to") {
  Scene starts("activating");
  starts.engine.on("GET /x", answer(200, "ok"));
  CHECK(support::run(starts.io, starts.ask_once()));

  Scene alone("inactive");
  alone.units.unit.socket_active = false;
  alone.engine.on("GET /x", answer(200, "ok"));
  CHECK(support::run(alone.io, alone.ask_once()));
}
