#include "api/connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <sys/socket.h>

namespace api {
namespace asio = boost::asio;
using boost::system::error_code;
namespace {

constexpr auto as_value = asio::as_tuple(asio::use_awaitable);

class Plain final : public Connection {
 public:
  explicit Plain(StreamSocket socket) : socket_(std::move(socket)) {}

  awaitable<error_code> handshake() override { co_return error_code{}; }
  awaitable<Transferred> read_some(asio::mutable_buffer into) override {
    return socket_.async_read_some(into, as_value);
  }
  awaitable<Transferred> write(Pieces pieces) override {
    return asio::async_write(socket_, pieces, as_value);
  }
  StreamSocket& socket() override { return socket_; }

 private:
  StreamSocket socket_;
};

class Encrypted final : public Connection {
 public:
  Encrypted(StreamSocket socket, asio::ssl::context& context)
      : stream_(std::move(socket), context) {}

  awaitable<error_code> handshake() override {
    const auto done = co_await stream_.async_handshake(asio::ssl::stream_base::server, as_value);
    co_return std::get<0>(done);
  }
  awaitable<Transferred> read_some(asio::mutable_buffer into) override {
    return stream_.async_read_some(into, as_value);
  }
  awaitable<Transferred> write(Pieces pieces) override {
    return asio::async_write(stream_, pieces, as_value);
  }
  StreamSocket& socket() override { return stream_.next_layer(); }

 private:
  asio::ssl::stream<StreamSocket> stream_;
};

// True where the peer has ended its stream; false where it sent something.
bool at_end(StreamSocket& socket) {
  char byte = 0;
  return ::recv(socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) <= 0;
}

void apply(asio::ssl::context& context, const Tls& tls) {
  context.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                      asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                      asio::ssl::context::no_tlsv1_1);
  context.use_certificate_chain_file(tls.certificate.string());
  context.use_private_key_file(tls.key.string(), asio::ssl::context::pem);
  if (tls.client_ca.empty()) return;
  context.load_verify_file(tls.client_ca.string());
  context.set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
}

}  // namespace

void Connection::cancel() {
  error_code ignored;
  socket().cancel(ignored);
}

void Connection::shutdown_send() {
  error_code ignored;
  socket().shutdown(StreamSocket::shutdown_send, ignored);
}

void Connection::close() {
  error_code ignored;
  socket().close(ignored);
}

awaitable<void> Connection::peer_gone(const bool& no_longer) {
  auto& of = socket();
  if (no_longer) co_return;
  const auto waited = co_await of.async_wait(StreamSocket::wait_read, as_value);
  if (std::get<0>(waited) || no_longer || at_end(of)) co_return;
  co_await of.async_wait(StreamSocket::wait_error, as_value);
}

std::unique_ptr<Connection> plain_connection(StreamSocket socket) {
  return std::make_unique<Plain>(std::move(socket));
}

std::unique_ptr<Connection> tls_connection(StreamSocket socket, asio::ssl::context& context) {
  return std::make_unique<Encrypted>(std::move(socket), context);
}

core::Result<std::shared_ptr<asio::ssl::context>> tls_context(const Tls& tls) {
  auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
  try {
    apply(*context, tls);
  } catch (const boost::system::system_error& failure) {
    return core::invalid("api.tls: certificate " + tls.certificate.string() + ", key " +
                         tls.key.string() +
                         (tls.client_ca.empty() ? "" : ", client_ca " + tls.client_ca.string()) +
                         ": " + failure.what());
  }
  return context;
}

}  // namespace api
