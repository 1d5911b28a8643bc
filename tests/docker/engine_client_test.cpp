#include "docker/engine_client.hpp"

#include "fakes/scripted_engine.hpp"
#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

#include <algorithm>

using boost::asio::awaitable;
using fakes::answer;
using fakes::Behavior;
using model::FaultKind;
using namespace std::chrono_literals;

namespace {

docker::Endpoint at(const std::string& path) {
  docker::Endpoint endpoint;
  endpoint.peer.unix_path = path;
  return endpoint;
}

struct Scene {
  boost::asio::io_context io{1};
  fakes::ScriptedEngine engine{io};
  docker::EngineClient client{io.get_executor(), at(engine.path()), {100ms, 100ms}};

  template <class T> T run(awaitable<T> work) {
    return support::run(io, then_stop(std::move(work)));
  }
  // The engine is stopped at the end, so that the loop has nothing left to wait for.
  template <class T> awaitable<T> then_stop(awaitable<T> work) {
    auto value = co_await std::move(work);
    co_await engine.stop();
    co_return value;
  }
};

docker::Call get(std::string path) {
  docker::Call call;
  call.doing = "asking";
  call.path = std::move(path);
  return call;
}

docker::Call post(std::string path) {
  auto call = get(std::move(path));
  call.method = "POST";
  return call;
}

using Replies = std::vector<docker::Outcome<docker::Reply>>;

awaitable<Replies> in_turn(docker::EngineClient& client, std::vector<docker::Call> calls,
                           core::Milliseconds pause) {
  Replies replies;
  for (auto& call : calls) {
    if (!replies.empty() && pause > 0ms) co_await core::wait_for(pause);
    replies.push_back(co_await client.call(std::move(call)));
  }
  co_return replies;
}

awaitable<void> keep(docker::EngineClient& client, docker::Call call, Replies& replies) {
  auto reply = co_await client.call(std::move(call));
  replies.push_back(std::move(reply));
}

awaitable<Replies> together(docker::EngineClient& client, std::vector<docker::Call> calls) {
  Replies replies;
  std::vector<awaitable<void>> all;
  for (auto& call : calls) all.push_back(keep(client, std::move(call), replies));
  co_await core::gather(std::move(all));
  co_return replies;
}

awaitable<docker::Outcome<std::string>> read_stream(docker::EngineClient& client,
                                                    docker::Call call) {
  auto stream = co_await client.stream(std::move(call));
  if (!stream) co_return stream.error();
  std::string text;
  for (;;) {
    auto piece = co_await stream->next(100ms);
    if (!piece) co_return piece.error();
    if (piece->empty()) co_return text;
    text += *piece;
  }
}

}  // namespace

TEST_CASE(
    "the first request asks for the version, and the next ones use it on the same connection") {
  Scene scene;
  scene.engine.on("GET /info", answer(200, "{}"));
  const auto replies = scene.run(in_turn(scene.client, {get("/info"), get("/info")}, 0ms));
  CHECK(replies.at(0)->status == 200);
  CHECK(scene.engine.requests() ==
        std::vector<std::string>{"GET /version", "GET /v1.44/info", "GET /v1.44/info"});
  CHECK(scene.engine.connections() == 1);
}

TEST_CASE("a POST without a body has a content type and a length, as engines demand") {
  Scene scene;
  scene.engine.on("POST /x", answer(204, ""));
  const auto replies = scene.run(in_turn(scene.client, {post("/x")}, 0ms));
  CHECK(replies.at(0)->status == 204);
  CHECK(scene.engine.heads().back().find("Content-Type: application/json\r\n") !=
        std::string::npos);
  CHECK(scene.engine.heads().back().find("Content-Length: 0\r\n") != std::string::npos);
}

TEST_CASE("304 is a success, and the connection stays good after answers without a body") {
  Scene scene;
  scene.engine.on("POST /start", answer(304, ""), answer(204, ""));
  const auto replies = scene.run(in_turn(scene.client, {post("/start"), post("/start")}, 0ms));
  CHECK(replies.at(0)->status == 304);
  CHECK(replies.at(1)->status == 204);
  CHECK(scene.engine.connections() == 1);
}

TEST_CASE("an error of the engine is a fault with the engine's own words") {
  Scene scene;
  scene.engine.on("GET /x", answer(404, R"({"message":"No such container: x"})"));
  const auto replies = scene.run(in_turn(scene.client, {get("/x")}, 0ms));
  CHECK(replies.at(0).error().kind == FaultKind::no_such_container);
  CHECK(replies.at(0).error().text() == "asking: No such container: x");
}

TEST_CASE("what an engine may do wrong is a fault, and never more than the limit is waited") {
  struct Row {
    std::string name;
    Behavior behavior;
    FaultKind kind;
  };
  const std::string half = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this";
  const Row rows[] = {
      {"garbage", fakes::raw({"\x01\x02garbage\r\n\r\n"}), FaultKind::protocol},
      {"half an answer, then the end", fakes::raw({half}), FaultKind::engine_unreachable},
      {"half an answer, then silence", fakes::raw({half}, Behavior::Then::hang),
       FaultKind::engine_timeout},
      {"half a head", fakes::raw({"HTTP/1.1 20"}), FaultKind::engine_unreachable},
      {"silence", fakes::silence(), FaultKind::engine_timeout},
      {"closed", fakes::closed(), FaultKind::engine_unreachable},
      {"a broken chunk", fakes::raw({fakes::stream_head() + "zz\r\n"}), FaultKind::protocol},
      {"500", answer(500, R"({"message":"boom"})"), FaultKind::engine_error},
      {"500 without JSON", answer(500, "<html>"), FaultKind::engine_error},
  };
  for (const auto& row : rows) {
    INFO(row.name);
    Scene scene;
    scene.engine.on("POST /x", row.behavior);
    const auto started = std::chrono::steady_clock::now();
    const auto replies = scene.run(in_turn(scene.client, {post("/x")}, 0ms));
    REQUIRE_FALSE(replies.at(0));
    CHECK(model::name_of(replies.at(0).error().kind) == model::name_of(row.kind));
    CHECK(std::chrono::steady_clock::now() - started < 5s);
  }
}

TEST_CASE("an answer that comes slowly is put together") {
  Scene scene;
  scene.engine.on(
      "GET /x", fakes::raw({"HTTP/1.1 200 OK\r\n", "Transfer-Encoding: chun", "ked\r\n\r\n5\r\nhe",
                            "llo\r\n6\r\n world\r", "\n0\r\n\r\n"},
                           Behavior::Then::keep));
  const auto replies = scene.run(in_turn(scene.client, {get("/x")}, 0ms));
  CHECK(replies.at(0)->body == "hello world");
}

TEST_CASE(
    "a GET on a kept connection that the engine has closed is sent again, once, on a new one") {
  Scene scene;
  scene.engine.on("GET /x", answer(200, "first"), fakes::closed(), answer(200, "second"));
  const auto replies = scene.run(in_turn(scene.client, {get("/x"), get("/x")}, 0ms));
  CHECK(replies.at(1)->body == "second");
  CHECK(scene.engine.connections() == 2);
}

TEST_CASE("a POST is never sent twice") {
  Scene scene;
  scene.engine.on("POST /x", answer(204, ""), fakes::closed(), answer(204, ""));
  const auto replies = scene.run(in_turn(scene.client, {post("/x"), post("/x")}, 0ms));
  REQUIRE_FALSE(replies.at(1));
  CHECK(replies.at(1).error().kind == FaultKind::engine_unreachable);
  CHECK(std::count(scene.engine.requests().begin(), scene.engine.requests().end(),
                   "POST /v1.44/x") == 2);
}

TEST_CASE("a kept connection that has been closed meanwhile is not used, not even for a POST") {
  Scene scene;
  scene.engine.on("GET /x", fakes::raw({"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"}));
  scene.engine.on("POST /x", answer(204, ""));
  const auto replies = scene.run(in_turn(scene.client, {get("/x"), post("/x")}, 20ms));
  CHECK(replies.at(1)->status == 204);
}

TEST_CASE(
    "a silent request does not hold up the others, and at most eight short ones are under way") {
  Scene scene;
  scene.engine.on("GET /hang", fakes::silence());
  scene.engine.on("GET /x", answer(200, "ok"));
  std::vector<docker::Call> calls(20, get("/x"));
  calls.insert(calls.begin(), get("/hang"));
  const auto replies = scene.run(together(scene.client, std::move(calls)));
  CHECK(std::count_if(replies.begin(), replies.end(),
                      [](const auto& reply) { return reply.has_value(); }) == 20);
  CHECK(replies.back().error().kind == FaultKind::engine_timeout);
  CHECK(scene.engine.connections() <= docker::brief_requests_max);
}

TEST_CASE("no engine at the socket is said as such") {
  boost::asio::io_context io{1};
  docker::EngineClient client{io.get_executor(), at("/nowhere/at-all.sock"), {}};
  const auto reply = support::run(io, client.call(get("/x")));
  REQUIRE_FALSE(reply);
  CHECK(reply.error().kind == FaultKind::engine_unreachable);
  CHECK(reply.error().message.find("/nowhere/at-all.sock") != std::string::npos);
}

TEST_CASE("an engine that is too old is refused before anything is asked of it") {
  Scene scene;
  scene.engine.on("GET /version",
                  answer(200, R"({"Version":"19.03","ApiVersion":"1.40","MinAPIVersion":"1.12"})"));
  const auto replies = scene.run(in_turn(scene.client, {get("/info")}, 0ms));
  REQUIRE_FALSE(replies.at(0));
  CHECK(replies.at(0).error().kind == FaultKind::protocol);
  CHECK(scene.engine.requests() == std::vector<std::string>{"GET /version"});
}

TEST_CASE("a stream is read to its end, and an error in place of it is a fault") {
  Scene scene;
  scene.engine.on("GET /stream", fakes::raw({fakes::stream_head(), fakes::chunk("one "),
                                             fakes::chunk("two"), "0\r\n\r\n"}));
  CHECK(scene.run(read_stream(scene.client, get("/stream"))).value() == "one two");

  Scene failing;
  failing.engine.on("GET /stream", answer(404, R"({"message":"No such container: x"})"));
  CHECK(failing.run(read_stream(failing.client, get("/stream"))).error().kind ==
        FaultKind::no_such_container);

  Scene broken;
  broken.engine.on("GET /stream", fakes::raw({fakes::stream_head(), fakes::chunk("one")}));
  CHECK(broken.run(read_stream(broken.client, get("/stream"))).error().kind ==
        FaultKind::engine_unreachable);
}

TEST_CASE("a question whether the engine lives never uses a kept connection") {
  Scene scene;
  scene.engine.on("GET /_ping", answer(200, "OK"));
  const auto asked = [](docker::EngineClient& client) { return client.reaction(50ms); };
  CHECK(scene.run(asked(scene.client)) == reconcile::Reaction::answered);
  Scene silent;
  silent.engine.on("GET /_ping", fakes::silence());
  CHECK(silent.run(asked(silent.client)) == reconcile::Reaction::silent);
  docker::EngineClient nobody(scene.io.get_executor(), at("/nowhere/docker.sock"), {100ms, 100ms});
  CHECK(scene.run(asked(nobody)) == reconcile::Reaction::refused);
}
