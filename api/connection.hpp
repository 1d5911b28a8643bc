// A connected stream socket, plain or with TLS. I/O thread only.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>

#include <array>
#include <memory>
#include <tuple>

namespace boost::asio::ssl {
class context;
}

namespace api {

using boost::asio::awaitable;
using StreamSocket = boost::asio::generic::stream_protocol::socket;
using Transferred = std::tuple<boost::system::error_code, std::size_t>;
using Pieces = std::array<boost::asio::const_buffer, 3>;  // unused ones are empty

// What a buffer refers to must live until the operation ended. Errors are values, cancellation too.
class Connection {
 public:
  virtual ~Connection() = default;
  // Before anything else; at once where there is no TLS.
  virtual awaitable<boost::system::error_code> handshake() = 0;
  virtual awaitable<Transferred> read_some(boost::asio::mutable_buffer into) = 0;
  virtual awaitable<Transferred> write(Pieces pieces) = 0;  // all of it
  virtual StreamSocket& socket() = 0;

  // Ends what is under way with operation_aborted; the connection stays.
  void cancel();
  // Nothing more will be sent.
  void shutdown_send();
  void close();
  // Returns when the peer has closed its end, or after `cancel` with `no_longer` set. Bytes that
  // come meanwhile stay unread, and then it waits for `cancel` alone. `no_longer` must outlive the
  // call.
  awaitable<void> peer_gone(const bool& no_longer);
};

std::unique_ptr<Connection> plain_connection(StreamSocket socket);
// `context` must outlive it.
std::unique_ptr<Connection> tls_connection(StreamSocket socket, boost::asio::ssl::context& context);

}  // namespace api
