#include "core/io/curl_http_client.hpp"

#include "support/catch.hpp"
#include "support/http_server.hpp"
#include "support/loopback_server.hpp"
#include "support/temp_dir.hpp"

#include <sys/stat.h>

using namespace std::chrono_literals;
using Server = support::HttpServer;
using support::LoopbackPeer;
using support::LoopbackServer;

TEST_CASE(
    "an exchange carries method, headers and body both ways, over TCP and over a Unix socket") {
  for (const auto over : {Server::Over::tcp, Server::Over::unix_socket}) {
    const Server server(over);
    auto request = server.request("/echo?a=b", "PUT");
    request.headers = {{"Content-Type", "application/yaml"}, {"Authorization", "Bearer x"}};
    request.body = std::string("a: 1\0b", 6);
    const auto response = core::http_exchange(request);
    REQUIRE(response);
    CHECK(response->status == 200);
    CHECK(response->header("x-two") == "a b");
    CHECK(response->header("absent").empty());
    CHECK(response->body ==
          "PUT /echo?a=b\naccept: */*\nauthorization: Bearer x\ncontent-length: 6\n"
          "content-type: application/yaml\n\n" +
              request.body);
  }
}

TEST_CASE("every method is sent as it is named, with a body only where there is one") {
  const Server server(Server::Over::unix_socket);
  for (const std::string method : {"GET", "POST", "PATCH", "DELETE"}) {
    CAPTURE(method);
    const auto response = core::http_exchange(server.request("/echo", method));
    REQUIRE(response);
    const bool carries = method == "POST" || method == "PATCH";
    CHECK(response->body ==
          method + " /echo\naccept: */*\n" + (carries ? "content-length: 0\n" : "") + "\n");
  }
  const auto head = core::http_exchange(server.request("/echo", "HEAD"));
  REQUIRE(head);
  CHECK(head->status == 200);
  CHECK(head->body.empty());
}

TEST_CASE("a path is sent as it is written") {
  const Server server(Server::Over::unix_socket);
  const auto response = core::http_exchange(server.request("/echo/shop/../x/./y"));
  REQUIRE(response);
  CHECK(response->body.starts_with("GET /echo/shop/../x/./y\n"));
}

TEST_CASE("any status is a response, and a redirect is not followed") {
  const Server server(Server::Over::unix_socket);
  const auto refused = core::http_exchange(server.request("/refused"));
  REQUIRE(refused);
  CHECK(refused->status == 409);
  CHECK(refused->header("content-type") == "application/problem+json");
  CHECK(refused->body == "{\"title\": \"no\"}");
  CHECK(core::http_exchange(server.request("/moved"))->status == 302);
}

TEST_CASE("a stream comes in pieces until its reader has enough") {
  const Server server(Server::Over::unix_socket);
  auto request = server.request("/stream");
  std::string seen;
  request.on_chunk = [&](std::string_view piece) {
    seen += piece;
    return seen.find("item5") == std::string::npos;
  };
  const auto response = core::http_exchange(request);
  REQUIRE(response);
  CHECK(response->status == 200);
  CHECK(response->body.empty());
  CHECK(seen.starts_with("item0\nitem1\n"));
  CHECK(seen.size() < 6000);

  auto error = server.request("/refused");
  error.on_chunk = [](std::string_view) { return false; };
  CHECK(core::http_exchange(error)->body == "{\"title\": \"no\"}");
}

TEST_CASE("limits end an exchange with their name") {
  const Server server(Server::Over::tcp);
  auto slow = server.request("/slow");
  slow.timeout = 200ms;
  CHECK(core::http_exchange(slow).error().code == core::Errc::timeout);
  auto large = server.request("/large");
  large.body_bytes_max = 99'999;
  CHECK(core::http_exchange(large).error().code == core::Errc::too_large);
  large.body_bytes_max = 100'000;
  CHECK(core::http_exchange(large)->body.size() == 100'000);
}

TEST_CASE("nobody there, half a reply, and what is no URL are told apart") {
  const support::TempDir dir;
  core::HttpRequest request{.url = "http://evenkeel/",
                            .unix_socket = (dir.path() / "none.sock").string()};
  const auto nobody = core::http_exchange(request);
  REQUIRE_FALSE(nobody);
  CHECK(nobody.error().code == core::Errc::unavailable);
  CHECK(nobody.error().what.find("none.sock") != std::string::npos);
  const Server server(Server::Over::unix_socket);
  CHECK(core::http_exchange(server.request("/broken")).error().code == core::Errc::unavailable);
  CHECK(core::http_exchange({.url = "file:///etc/passwd"}).error().code == core::Errc::invalid);
  CHECK(core::http_exchange({.url = "http://["}).error().code == core::Errc::invalid);
}

TEST_CASE("a header with a line break is not sent") {
  auto request = core::HttpRequest{.url = "http://127.0.0.1:1/"};
  request.headers = {{"Authorization", "Bearer a\r\nX-More: b"}};
  CHECK(core::http_exchange(request).error().code == core::Errc::invalid);
}

TEST_CASE("a certificate that nobody vouches for is refused") {
  const Server server(Server::Over::tls);
  const auto response = core::http_exchange(server.request("/echo"));
  REQUIRE_FALSE(response);
  CHECK(response.error().code == core::Errc::denied);
}

TEST_CASE("a certificate is trusted by a file that names it, or by not asking") {
  const Server server(Server::Over::tls, 30);
  auto request = server.request("/echo");
  request.ca_file = server.certificate();
  REQUIRE(core::http_exchange(request));
  CHECK_FALSE(core::http_exchange(request)->certificate_until);

  for (const bool verify : {true, false}) {
    CAPTURE(verify);
    request.verify = verify;
    request.ca_file = verify ? server.certificate() : "";
    request.certificate = true;
    const auto response = core::http_exchange(request);
    REQUIRE(response);
    REQUIRE(response->certificate_until);
    const auto left = *response->certificate_until - core::SystemClock().now().wall;
    CHECK(left > std::chrono::hours(24 * 30 - 1));
    CHECK(left <= std::chrono::hours(24 * 30));
  }
}

TEST_CASE("a file of authorities that is a pipe is refused, for nobody may ever write into it") {
  const support::TempDir dir;
  const auto pipe = (dir.path() / "ca.pem").string();
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  core::HttpRequest request;
  request.url = "https://127.0.0.1:1/";
  request.ca_file = pipe;
  request.plain_errors = true;
  const auto refused = core::http_exchange(request);
  REQUIRE_FALSE(refused);
  CHECK(refused.error() == core::Error{core::Errc::io, pipe + " is a pipe, expected a plain file"});
}

TEST_CASE("a body that is too long is cut where that is asked for") {
  const Server server(Server::Over::tcp);
  auto request = server.request("/large");
  request.body_bytes_max = 1000;
  request.cut_body = true;
  const auto response = core::http_exchange(request);
  REQUIRE(response);
  CHECK(response->status == 200);
  CHECK(response->body == std::string(1000, 'x'));
  CHECK(response->cut);
  request.body_bytes_max = 100'000;
  CHECK_FALSE(core::http_exchange(request)->cut);
}

TEST_CASE("a plain error says what came of it and nothing of the URL") {
  struct Case {
    LoopbackServer::Script script;
    core::Errc code;
    std::string what;
  };
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n";
  const Case cases[] = {
      {[](LoopbackPeer& peer) { peer.hang(); }, core::Errc::timeout, "no answer"},
      {[&](LoopbackPeer& peer) { peer.write(head), peer.hang(); }, core::Errc::timeout,
       "it answered 200, but not to the end"},
      {[&](LoopbackPeer& peer) { peer.write(head + "half"), peer.read_until("\r\n\r\n"); },
       core::Errc::unavailable, "it answered 200, but broke off before the end"},
      {[](LoopbackPeer& peer) { peer.read_until("\r\n\r\n"); }, core::Errc::unavailable,
       "it closed the connection without an answer"},
      {[](LoopbackPeer& peer) { peer.write("SSH-2.0-OpenSSH\r\n"), peer.hang(); },
       core::Errc::unavailable, "what answers does not speak HTTP"},
      {[](LoopbackPeer& peer) { peer.write("HTTP/1.1 200 OK\r\n"), peer.flood("A: b\r\n"); },
       core::Errc::too_large, "the head of the reply is larger than 256KiB"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.what);
    const LoopbackServer server(each.script);
    core::HttpRequest request{
        .url = "http://user:secret@127.0.0.1:" + std::to_string(server.port()) + "/?token=secret"};
    request.timeout = 200ms;
    request.plain_errors = true;
    const auto response = core::http_exchange(request);
    REQUIRE_FALSE(response);
    CHECK(response.error().code == each.code);
    CHECK(response.error().what == each.what);
  }
}

TEST_CASE("a connection that is refused says so, and a name that is none") {
  int port = 0;
  {
    const LoopbackServer gone([](LoopbackPeer&) {});
    port = gone.port();
  }
  core::HttpRequest request{.url = "http://127.0.0.1:" + std::to_string(port) + "/"};
  request.plain_errors = true;
  CHECK(core::http_exchange(request).error().what == "connection refused");
  request.url = "http://nobody.invalid/";
  const auto unknown = core::http_exchange(request);
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().code == core::Errc::io);
  CHECK(unknown.error().what.find("nobody.invalid") != std::string::npos);
}

TEST_CASE("a direct request passes a proxy by") {
  const Server server(Server::Over::tcp);
  const LoopbackServer proxy([](LoopbackPeer& peer) {
    peer.read_until("\r\n\r\n");
    peer.write("HTTP/1.1 502 No\r\n\r\n");
  });
  const auto place = "http://127.0.0.1:" + std::to_string(proxy.port());
  REQUIRE(::setenv("http_proxy", place.c_str(), 1) == 0);
  auto request = server.request("/echo");
  request.direct = true;
  const auto direct = core::http_exchange(request);
  request.direct = false;
  const auto through = core::http_exchange(request);
  ::unsetenv("http_proxy");
  REQUIRE((direct && through));
  CHECK(direct->status == 200);
  CHECK(through->status == 502);
}
