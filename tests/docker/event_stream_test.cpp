#include "docker/event_stream.hpp"

#include "fakes/scripted_engine.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

using boost::asio::awaitable;
using fakes::Behavior;
using model::FaultKind;
using model::Outcome;
using namespace std::chrono_literals;

namespace {

docker::Endpoint at(const std::string& path) {
  docker::Endpoint endpoint;
  endpoint.peer.unix_path = path;
  return endpoint;
}

std::string event(int number, const std::string& action) {
  return R"({"Type":"container","Action":")" + action + R"(","Actor":{"ID":"c1"},"timeNano":)" +
         std::to_string(number) + "}\n";
}

struct Seen {
  std::vector<std::string> actions;
  model::Fault fault;
};

struct Scene {
  boost::asio::io_context io{1};
  fakes::ScriptedEngine engine{io};
  core::TaskGroup tasks{io.get_executor(), {}};
  docker::EngineClient client{io.get_executor(), at(engine.path()), {100ms, 100ms}};
  docker::EventStream events{client, tasks, io.get_executor()};

  awaitable<void> stop() {
    events.close();
    (void)co_await tasks.join(5s);
    co_await engine.stop();
  }

  // Opens, waits for `pause`, and reads until a fault.
  awaitable<Seen> listen(core::Milliseconds pause, bool and_stop) {
    Seen seen;
    const auto opened = co_await events.open();
    if (pause > 0ms) co_await core::wait_for(pause);
    for (bool ended = !opened; !ended;) {
      const auto more = co_await events.next();
      ended = !more;
      if (ended) seen.fault = more.error();
      if (more) {
        for (const auto& one : *more) seen.actions.push_back(one.action);
      }
    }
    if (and_stop) co_await stop();
    co_return seen;
  }

  // Listens to the end, then asks for the past from `since` on.
  awaitable<Outcome<docker::PastEvents>> hears_again(std::int64_t since) {
    (void)co_await listen(0ms, false);
    auto past = co_await events.past(since, 1795310789'000000000);
    co_await stop();
    co_return past;
  }

  awaitable<std::pair<Seen, Seen>> listen_twice() {
    auto first = co_await listen(0ms, false);
    auto second = co_await listen(0ms, true);
    co_return std::pair{std::move(first), std::move(second)};
  }
};

}  // namespace

TEST_CASE("events are read wherever they were cut, and the end of the stream is a fault") {
  Scene scene;
  const auto text = event(1, "create") + event(2, "start");
  scene.engine.on("GET /events", fakes::raw({fakes::stream_head(), fakes::chunk(text.substr(0, 30)),
                                             fakes::chunk(text.substr(30)), "0\r\n\r\n"}));
  const auto seen = support::run(scene.io, scene.listen(0ms, true));
  CHECK(seen.actions == std::vector<std::string>{"create", "start"});
  CHECK(seen.fault.kind == FaultKind::engine_unreachable);
  CHECK(seen.fault.klass == model::FaultClass::engine);
}

TEST_CASE("the engine is asked for the events that matter and no others") {
  Scene scene;
  scene.engine.on("GET /events", fakes::raw({fakes::stream_head(), "0\r\n\r\n"}));
  support::run(scene.io, scene.listen(0ms, true));
  const auto& request = scene.engine.requests().back();
  CHECK(request.find("health_status") != std::string::npos);
  CHECK(request.find("exec") == std::string::npos);
  CHECK(request.find("since=") == std::string::npos);
}

TEST_CASE("what a replay brings again is seen once") {
  Scene scene;
  scene.engine.on(
      "GET /events",
      fakes::raw({fakes::stream_head(), fakes::chunk(event(1, "create") + event(2, "start"))}),
      fakes::raw({fakes::stream_head(),
                  fakes::chunk(event(2, "start") + event(2, "die") + event(3, "start"))}));
  const auto seen = support::run(scene.io, scene.listen_twice());
  CHECK(seen.first.actions == std::vector<std::string>{"create", "start"});
  CHECK(seen.second.actions == std::vector<std::string>{"die", "start"});
}

TEST_CASE(
    "the past is asked for between two times of the engine, and what was told is not told again") {
  Scene scene;
  const auto die = event(7, "die"), start = event(8, "start");
  scene.engine.on("GET /events", fakes::raw({fakes::stream_head(), fakes::chunk(die), "0\r\n\r\n"}),
                  fakes::raw({fakes::stream_head(), fakes::chunk(die + start), "0\r\n\r\n"}));
  const auto past = support::run(scene.io, scene.hears_again(7));
  REQUIRE(past);
  CHECK(past->from_the_beginning);
  REQUIRE(past->events.size() == 1);
  CHECK(past->events.front().action == "start");
  const auto& request = scene.engine.requests().back();
  CHECK(request.find("since=0.000000007") != std::string::npos);
  CHECK(request.find("until=1795310789.000000000") != std::string::npos);
}

TEST_CASE("a past whose beginning the engine has forgotten says so") {
  Scene scene;
  scene.engine.on("GET /events", fakes::raw({fakes::stream_head(), "0\r\n\r\n"}),
                  fakes::raw({fakes::stream_head(), fakes::chunk(event(8, "die")), "0\r\n\r\n"}));
  const auto past = support::run(scene.io, scene.hears_again(7));
  REQUIRE(past);
  CHECK_FALSE(past->from_the_beginning);
  CHECK(past->events.size() == 1);
}

TEST_CASE("an engine that does not tell its past is a fault") {
  Scene scene;
  scene.engine.on("GET /events", fakes::raw({fakes::stream_head(), "0\r\n\r\n"}),
                  fakes::raw({"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"}));
  CHECK_FALSE(support::run(scene.io, scene.hears_again(7)));
}

TEST_CASE("more events than can be held end the stream, so that everything is looked at anew") {
  Scene scene;
  std::string flood;
  for (std::size_t number = 1; number <= docker::events_queued_max + 1; ++number)
    flood += event(static_cast<int>(number), "start");
  scene.engine.on("GET /events",
                  fakes::raw({fakes::stream_head(), fakes::chunk(flood)}, Behavior::Then::hang));
  const auto seen = support::run(scene.io, scene.listen(1500ms, true));
  CHECK(seen.fault.kind == FaultKind::protocol);
  CHECK(seen.actions.empty());
}

TEST_CASE("garbage between events is left out, and an event without end is a fault") {
  Scene scene;
  scene.engine.on("GET /events",
                  fakes::raw({fakes::stream_head(), fakes::chunk("garbage\n" + event(1, "die")),
                              fakes::chunk(std::string(docker::event_bytes_max + 1, 'x'))},
                             Behavior::Then::hang));
  const auto seen = support::run(scene.io, scene.listen(0ms, true));
  CHECK(seen.actions == std::vector<std::string>{"die"});
  CHECK(seen.fault.kind == FaultKind::protocol);
}
