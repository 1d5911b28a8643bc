#include "api/stage.hpp"
#include "support/catch.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

using boost::asio::awaitable;
using stage::Stage;
using stage::Wire;
namespace asio = boost::asio;

namespace {

const std::string certificate = std::string(EVENKEEL_TEST_DATA) + "/api/localhost.pem";
const std::string key = std::string(EVENKEEL_TEST_DATA) + "/api/localhost.key";

asio::ssl::context client_context(bool with_certificate) {
  asio::ssl::context context(asio::ssl::context::tls_client);
  context.load_verify_file(certificate);
  context.set_verify_mode(asio::ssl::verify_peer);
  if (with_certificate) context.use_certificate_chain_file(certificate);
  if (with_certificate) context.use_private_key_file(key, asio::ssl::context::pem);
  return context;
}

// Everything that the server answers until it closes; what came before an error.
awaitable<std::string> ask(Stage& of, bool with_certificate, std::string text) {
  auto context = client_context(with_certificate);
  asio::ssl::stream<asio::ip::tcp::socket> stream(of.io, context);
  const auto address = of.tcp();
  const auto port = std::stoi(address.substr(address.rfind(':') + 1));
  const asio::ip::tcp::endpoint endpoint(asio::ip::make_address("127.0.0.1"),
                                         static_cast<unsigned short>(port));
  co_await stream.next_layer().async_connect(endpoint, asio::use_awaitable);
  co_await stream.async_handshake(asio::ssl::stream_base::client, asio::use_awaitable);
  constexpr auto as_value = asio::as_tuple(asio::use_awaitable);
  co_await asio::async_write(stream, asio::buffer(text), as_value);
  std::string all;
  co_await asio::async_read(stream, asio::dynamic_buffer(all), as_value);
  co_return all;
}

std::string host_with_token() {
  return stage::get("/v1/host",
                    "Connection: close\r\nAuthorization: Bearer " + stage::token + "\r\n");
}

}  // namespace

TEST_CASE("with a certificate TCP speaks TLS, and still wants the token") {
  Stage on({}, {certificate, key, ""});
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        const auto answer = co_await ask(of, false, host_with_token());
        CHECK(answer.rfind("HTTP/1.1 200 OK\r\n", 0) == 0);
        const auto none = co_await ask(of, false, stage::get("/v1/host", "Connection: close\r\n"));
        CHECK(none.rfind("HTTP/1.1 401 ", 0) == 0);
        Wire plain(of.io);
        co_await plain.open(of.tcp());
        co_await plain.send(host_with_token());
        const auto refused = co_await plain.rest();
        CHECK(refused.find("HTTP/1.1 200") == std::string::npos);
        const auto local = co_await of.ask(of.local(), stage::get_list);
        CHECK(local.status == 200);
      });
}

TEST_CASE("with a client CA only those with a certificate of it come in") {
  Stage on({}, {certificate, key, certificate});
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        const auto known = co_await ask(of, true, host_with_token());
        CHECK(known.rfind("HTTP/1.1 200 OK\r\n", 0) == 0);
        const auto unknown = co_await ask(of, false, host_with_token());
        CHECK(unknown.empty());
      });
}

TEST_CASE("logs stream over TLS") {
  Stage on({}, {certificate, key, ""});
  on.world.logs.pieces = {"a\n", "b\n"};
  stage::play(
      on, +[](Stage& of) -> awaitable<void> {
        const auto answer = co_await ask(
            of, false,
            stage::get("/v1/deployments/shop/logs",
                       "Connection: close\r\nAuthorization: Bearer " + stage::token + "\r\n"));
        CHECK(answer.find("2\r\na\n\r\n2\r\nb\n\r\n0\r\n\r\n") != std::string::npos);
      });
}

TEST_CASE("TLS files that cannot be used are named, and nothing is listened on") {
  Stage on({}, {"/nonexistent.pem", key, ""});
  const auto refused = on.server.open();
  REQUIRE(!refused);
  CHECK(refused.error().what.find("/nonexistent.pem") != std::string::npos);
  CHECK(on.server.addresses().empty());
}
