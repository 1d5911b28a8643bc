// What a client may be kept from, and who it says it is.
#include "core/io/curl_http_client.hpp"
#include "support/catch.hpp"
#include "support/http_server.hpp"
#include "support/loopback_server.hpp"
#include "support/temp_dir.hpp"

using Server = support::HttpServer;
using support::LoopbackPeer;
using support::LoopbackServer;

TEST_CASE("a private address is not asked where that is forbidden, whatever name leads there") {
  const LoopbackServer server([](LoopbackPeer& peer) { peer.read_until("\r\n\r\n"); });
  for (const std::string host :
       {"127.0.0.1", "localhost", "127.1", "0x7f000001", "2130706433", "[::ffff:127.0.0.1]"}) {
    CAPTURE(host);
    core::HttpRequest request{.url = "http://" + host + ":" + std::to_string(server.port()) + "/"};
    request.refuse_private = request.plain_errors = true;
    const auto response = core::http_exchange(request);
    REQUIRE_FALSE(response);
    CHECK(response.error().code == core::Errc::denied);
    CHECK(response.error().what.starts_with("the address "));
    CHECK(response.error().what.ends_with(" is a private one"));
  }
  CHECK(server.connections() == 0);
}

TEST_CASE("a private address is asked where nothing forbids it") {
  const Server server(Server::Over::tcp);
  CHECK(core::http_exchange(server.request("/echo"))->status == 200);
}

TEST_CASE("a server that asks who we are is answered with our certificate") {
  const Server server(Server::Over::mutual_tls);
  auto request = server.request("/echo");
  request.ca_file = server.certificate();
  request.plain_errors = true;
  CHECK_FALSE(core::http_exchange(request));
  request.client_certificate = server.certificate();
  request.client_key = server.key();
  const auto response = core::http_exchange(request);
  REQUIRE(response);
  CHECK(response->status == 200);
}

TEST_CASE("a certificate of ours that cannot be used is told as that") {
  const Server server(Server::Over::tls);
  const support::TempDir dir;
  auto request = server.request("/echo");
  request.ca_file = server.certificate();
  request.plain_errors = true;
  request.client_certificate = (dir.path() / "none.pem").string();
  request.client_key = server.key();
  const auto response = core::http_exchange(request);
  REQUIRE_FALSE(response);
  CHECK(response.error().code == core::Errc::io);
  CHECK(response.error().what.starts_with("the client certificate or its key cannot be used: "));
}
