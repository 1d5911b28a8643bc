// Sockets that listen.
#pragma once

#include "api/connection.hpp"
#include "api/endpoint.hpp"
#include "core/result.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/generic/stream_protocol.hpp>

#include <optional>
#include <string>

#include <sys/types.h>

namespace api {

// Asio has no acceptor for the generic protocol: the descriptor is watched, and accepted from, by
// us.
class Listener {
 public:
  // Listens at once. A Unix socket is made with mode 0660 and given to `group`; a file left behind
  // by an agent that is gone is replaced. conflict: somebody listens there; denied, io: as the
  // system says.
  static core::Result<Listener> open(boost::asio::any_io_executor executor,
                                     const Endpoint& endpoint, std::optional<::gid_t> group);
  Listener(Listener&&) noexcept;
  Listener& operator=(Listener&&) = delete;
  ~Listener();  // a Unix socket's file is removed

  bool local() const { return !path_.empty(); }
  // With the port that the system chose where it was 0: "127.0.0.1:40312", "unix:///run/...".
  std::string address() const;

  // The next connection; an error of one connection is an error here, and the listener stays good.
  // cancelled: it was closed.
  awaitable<core::Result<StreamSocket>> accept();
  void close();

 private:
  Listener(StreamSocket socket, std::string path);

  StreamSocket socket_;
  std::string path_;
};

// "127.0.0.1:40312" of the other end; "" for a Unix socket.
std::string peer_address(const StreamSocket& socket);

}  // namespace api
