#include "docker/engine_answers.hpp"

#include "fakes/scripted_engine.hpp"
#include "fakes/small_ports.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

using boost::asio::awaitable;
using namespace std::chrono_literals;

namespace {

docker::Endpoint socket_at(const std::string& path) {
  docker::Endpoint endpoint;
  endpoint.peer.unix_path = path;
  endpoint.text = "unix://" + path;
  return endpoint;
}

struct AnswersScene {
  boost::asio::io_context io{1};
  fakes::ScriptedEngine engine{io};
  docker::EngineClient client{io.get_executor(), socket_at(engine.path()), {100ms, 100ms}};
  fakes::StandingUnits units;

  core::Status ask(core::Milliseconds limit) { return ask(client, limit); }
  core::Status ask(docker::EngineClient& of, core::Milliseconds limit) {
    docker::EngineAnswers answers(of, units);
    return support::run(io, then_stop(answers, limit));
  }
  awaitable<core::Status> then_stop(docker::EngineAnswers& answers, core::Milliseconds limit) {
    auto status = co_await answers.answers(limit);
    co_await engine.stop();
    co_return status;
  }
  void unit_is(const std::string& state) {
    units.unit.known = units.unit.socket_active = true;
    units.unit.active_state = state;
  }
};

// Never comes back by itself, as a systemctl that hangs.
class HangingUnits final : public reconcile::HostUnits {
 public:
  awaitable<reconcile::EngineUnit> engine_unit() override {
    co_await core::wait_for(1h);
    co_return reconcile::EngineUnit{};
  }
  awaitable<bool> host_going_down() override { co_return false; }
};

}  // namespace

TEST_CASE("an engine that answers a ping on a fresh connection is alive") {
  AnswersScene scene;
  CHECK(scene.ask(10s).has_value());
  CHECK(scene.engine.requests() == std::vector<std::string>{"GET /_ping"});
}

TEST_CASE("an engine that takes the connection and says nothing, or an error, is not") {
  for (const auto& behavior : {fakes::silence(), fakes::closed(), fakes::answer(500, "{}")}) {
    AnswersScene scene;
    scene.engine.on("GET /_ping", behavior);
    const auto answered = scene.ask(100ms);
    REQUIRE_FALSE(answered);
    CHECK(answered.error().code == core::Errc::timeout);
    CHECK(answered.error().what == "the engine gave no good answer within 100ms");
  }
}

TEST_CASE("where nobody listens the place is named") {
  AnswersScene scene;
  docker::EngineClient nobody(scene.io.get_executor(), socket_at("/nowhere/docker.sock"),
                              {100ms, 100ms});
  const auto answered = scene.ask(nobody, 10s);
  REQUIRE_FALSE(answered);
  CHECK(answered.error().code == core::Errc::unavailable);
  CHECK(answered.error().what == "nobody listens at unix:///nowhere/docker.sock");
}

TEST_CASE("a stopped engine that systemd listens for is never connected to") {
  for (const std::string state : {"inactive", "failed", "deactivating", "activating", "unknown"}) {
    CAPTURE(state);
    AnswersScene scene;
    scene.unit_is(state);
    const auto answered = scene.ask(10s);
    REQUIRE_FALSE(answered);
    CHECK(answered.error().code == core::Errc::unavailable);
    CHECK(answered.error().what ==
          "docker.service is " + state + "; it is not asked, as that would start it");
    CHECK(scene.engine.connections() == 0);
  }
  AnswersScene running;
  running.unit_is("active");
  CHECK(running.ask(10s).has_value());
  CHECK(running.engine.connections() == 1);
}

TEST_CASE("the limit holds for the question to systemd as well") {
  AnswersScene scene;
  HangingUnits units;
  docker::EngineAnswers answers(scene.client, units);
  const auto answered = support::run(scene.io, scene.then_stop(answers, 50ms));
  REQUIRE_FALSE(answered);
  CHECK(answered.error().code == core::Errc::timeout);
  CHECK(scene.engine.connections() == 0);
}
