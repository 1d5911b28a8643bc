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

}  // namespace api
