#include "api/stage.hpp"
#include "core/io/atomic_file.hpp"
#include "support/catch.hpp"

#include <cstdio>
#include <filesystem>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

using boost::asio::awaitable;
using stage::get;
using stage::get_list;
using stage::post;
using stage::Reply;
using stage::Stage;
using stage::Wire;

TEST_CASE("the Unix socket trusts its owner, and says who asked") {
  Stage on;
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        const auto reply = co_await of.ask(of.local(), post("/v1/deployments/shop/stop", ""));
        CHECK(reply.status == 202);
        REQUIRE(of.world.desired.verbs.size() == 1);
        const auto uid = "uid " + std::to_string(::geteuid());
        CHECK(of.world.desired.verbs[0].caller.by.find(uid) != std::string::npos);
      });
}

TEST_CASE("the Unix socket is for owner and group alone, and goes with the server") {
  Stage on;
  const auto path = on.dir.path() / "s";
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        struct ::stat found = {};
        REQUIRE(::stat((of.dir.path() / "s").c_str(), &found) == 0);
        CHECK((found.st_mode & 0777) == 0660);
        co_return;
      });
  CHECK(!std::filesystem::exists(path));
}

TEST_CASE("TCP wants the token") {
  Stage on;
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        const auto open = co_await of.ask(of.tcp(), get("/healthz"));
        CHECK(open.status == 200);
        const auto none = co_await of.ask(of.tcp(), get_list);
        CHECK(none.status == 401);
        const auto wrong =
            co_await of.ask(of.tcp(), get("/v1/host", "Authorization: Bearer nope\r\n"));
        CHECK(wrong.status == 401);
        CHECK(of.world.sink.recorded.at(0).type == "access.denied");
        const auto right = co_await of.ask(
            of.tcp(), get("/v1/host", "Authorization: Bearer " + stage::token + "\r\n"));
        CHECK(right.status == 200);
      });
}

TEST_CASE("a connection is kept for the next request") {
  Stage on;
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        Wire wire(of.io);
        co_await wire.open(of.local());
        for (int i = 0; i < 3; ++i) {
          co_await wire.send(get_list);
          const auto reply = co_await wire.reply();
          CHECK(reply.status == 200);
          CHECK(reply.head.find("Connection: keep-alive\r\n") != std::string::npos);
          CHECK(reply.head.find("Content-Type: application/json\r\n") != std::string::npos);
        }
        CHECK(of.server.sessions() == 1);
      });
}

TEST_CASE("a connection is closed where the client asks for it, or speaks HTTP/1.0") {
  Stage on;
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        for (const auto& text : {get("/healthz", "Connection: close\r\n"),
                                 std::string("GET /healthz HTTP/1.0\r\n\r\n")}) {
          Wire wire(of.io);
          co_await wire.open(of.tcp());
          co_await wire.send(text);
          const auto all = co_await wire.rest();
          CHECK(all.rfind("HTTP/1.1 200 OK\r\n", 0) == 0);
        }
      });
}

TEST_CASE("requests sent ahead are answered one after the other, in their order") {
  Stage on;
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        Wire wire(of.io);
        co_await wire.open(of.local());
        co_await wire.send(post("/v1/deployments/shop/stop", R"({"reason": "one"})") +
                           get("/v1/nothing") +
                           post("/v1/deployments/shop/start", R"({"reason": "two"})") + get_list);
        std::vector<int> statuses;
        for (int i = 0; i < 4; ++i) {
          const auto reply = co_await wire.reply();
          statuses.push_back(reply.status);
        }
        CHECK(statuses == std::vector<int>{202, 404, 202, 200});
        CHECK(of.world.desired.verbs.at(0).caller.reason == "one");
        CHECK(of.world.desired.verbs.at(1).caller.reason == "two");
      });
}

TEST_CASE("a request that comes byte by byte is understood") {
  Stage on;
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        Wire wire(of.io);
        co_await wire.open(of.local());
        for (const char c : post("/v1/deployments/shop/stop", R"({"reason": "slow"})"))
          co_await wire.send(std::string(1, c));
        const auto reply = co_await wire.reply();
        CHECK(reply.status == 202);
        CHECK(of.world.desired.verbs.at(0).caller.reason == "slow");
      });
}

TEST_CASE("a body in chunks is put together") {
  Stage on;
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        const auto reply =
            co_await of.ask(of.local(),
                            "POST /v1/deployments/shop/stop HTTP/1.1\r\nHost: x\r\n"
                            "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                            "4\r\n{\"re\r\nd\r\nason\": \"chk\"}\r\n0\r\n\r\n");
        CHECK(reply.status == 202);
        CHECK(of.world.desired.verbs.at(0).caller.reason == "chk");
      });
}

TEST_CASE("a client that waits for 100-continue gets it once it is let in") {
  Stage on;
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        Wire wire(of.io);
        co_await wire.open(of.local());
        co_await wire.send(
            "POST /v1/deployments/shop/stop HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"
            "Content-Type: application/json\r\nExpect: 100-continue\r\n\r\n");
        const auto go_on = co_await wire.until("\r\n\r\n");
        CHECK(go_on == "HTTP/1.1 100 Continue\r\n\r\n");
        co_await wire.send("{}");
        const auto reply = co_await wire.reply();
        CHECK(reply.status == 202);
        const auto refused = co_await of.ask(
            of.tcp(),
            "POST /v1/deployments/shop/stop HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"
            "Expect: 100-continue\r\n\r\n");
        CHECK(refused.status == 401);
      });
}

TEST_CASE("HEAD is answered without a body") {
  Stage on;
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        Wire wire(of.io);
        co_await wire.open(of.local());
        co_await wire.send("HEAD /v1/deployments HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        const auto all = co_await wire.rest();
        CHECK(all.rfind("HTTP/1.1 200 OK\r\n", 0) == 0);
        CHECK(all.substr(all.size() - 4) == "\r\n\r\n");
        CHECK(all.find("Content-Length: 0\r\n") == std::string::npos);
      });
}

TEST_CASE("what is not HTTP, or could be read in two ways, is refused and the connection ends") {
  Stage on;
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        const std::vector<std::string> cases = {
            "hello\r\n\r\n",
            "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nOther x\r\n\r\n",
            std::string("\x16\x03\x01\x00\xa5\x01", 6) + "\r\n\r\n",
            "POST /v1/reload HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: "
            "chunked\r\n\r\n0\r\n\r\n",
            "POST /v1/reload HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: "
            "2\r\n\r\nab",
            "POST /v1/reload HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
            "POST /v1/reload HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"};
        for (const auto& text : cases) {
          INFO(text);
          Wire wire(of.io);
          co_await wire.open(of.local());
          co_await wire.send(text);
          const auto all = co_await wire.rest();
          CHECK(all.rfind("HTTP/1.1 400 ", 0) == 0);
          CHECK(all.find("application/problem+json") != std::string::npos);
        }
      });
}

TEST_CASE("a second agent is kept off the socket, a socket left behind is replaced") {
  Stage first;
  REQUIRE(first.server.open());
  Stage second;
  second.config.listen = {first.local()};
  api::Server rival(second.io.get_executor(), second.config, api::Tokens({}), second.backend);
  const auto refused = rival.open();
  REQUIRE(!refused);
  CHECK(refused.error().code == core::Errc::conflict);
  const auto left = second.dir.path() / "left";
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  struct ::sockaddr_un name = {};
  name.sun_family = AF_UNIX;
  std::snprintf(name.sun_path, sizeof name.sun_path, "%s", left.c_str());
  REQUIRE(::bind(socket, reinterpret_cast<const struct ::sockaddr*>(&name), sizeof name) == 0);
  ::close(socket);
  second.config.listen = {"unix://" + left.string()};
  api::Server heir(second.io.get_executor(), second.config, api::Tokens({}), second.backend);
  CHECK(heir.open());
}

TEST_CASE("the socket's folder is made where there is none, as after each boot") {
  Stage on;
  const auto path = on.dir.path() / "run" / "evenkeel.sock";
  on.config.listen = {"unix://" + path.string()};
  api::Server server(on.io.get_executor(), on.config, api::Tokens({}), on.backend);
  REQUIRE(server.open());
  CHECK(std::filesystem::is_socket(path));
}

TEST_CASE("a file in the socket's place is not removed") {
  Stage on;
  const auto path = on.dir.path() / "file";
  REQUIRE(core::write_file_atomically(path, "mine", 0600));
  on.config.listen = {"unix://" + path.string()};
  api::Server server(on.io.get_executor(), on.config, api::Tokens({}), on.backend);
  CHECK(!server.open());
  CHECK(std::filesystem::exists(path));
}

TEST_CASE("since HTTP/1.1 a request says its host, once") {
  Stage on;
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        for (const std::string hosts : {"", "Host: a\r\nHost: b\r\n"}) {
          const auto refused =
              co_await of.ask(of.local(), "GET /healthz HTTP/1.1\r\n" + hosts + "\r\n");
          CHECK(refused.status == 400);
          CHECK(refused.body.find("Host") != std::string::npos);
        }
        const auto old = co_await of.ask(of.local(), "GET /healthz HTTP/1.0\r\n\r\n");
        CHECK(old.status == 200);
        const auto absolute =
            co_await of.ask(of.local(), "GET http://e/healthz HTTP/1.1\r\nHost: e\r\n\r\n");
        CHECK(absolute.status == 200);
        const auto unknown =
            co_await of.ask(of.local(), "BREW /v1/host HTTP/1.1\r\nHost: e\r\n\r\n");
        CHECK(unknown.status == 501);
      });
}
