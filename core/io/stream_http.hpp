// HTTP/1.1 as a client over one stream: a Unix socket, TCP, or TLS over TCP. The only client-side
// place of Beast. I/O thread only. A connection carries one exchange at a time. Whatever goes wrong
// on it closes it.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace core {

struct TlsFiles {
  std::string ca, cert, key;  // PEM files
  bool operator==(const TlsFiles&) const = default;
};

struct StreamPeer {
  std::string unix_path;  // set: a Unix socket, and the rest is ignored
  std::string host, port;
  std::optional<TlsFiles> tls;
  bool operator==(const StreamPeer&) const = default;
};

using StreamHeaders = std::vector<std::pair<std::string, std::string>>;

struct StreamRequest {
  std::string method = "GET";
  std::string target = "/";  // path and query, already encoded
  StreamHeaders headers;     // Host and Content-Length are added
  std::string body;
};

// A request body that is too large to hold: pieces until empty. Sent in chunks.
class StreamBodySource {
 public:
  virtual ~StreamBodySource() = default;
  virtual boost::asio::awaitable<Result<std::string>> next() = 0;
};

struct StreamHead {
  int status = 0;
  StreamHeaders headers;
  std::string_view header(std::string_view name) const;  // "" where it is absent
};

struct StreamResponse {
  StreamHead head;
  std::string body;
};

// Errors of every call: unavailable (refused, closed, no such socket), timeout, corrupt (not HTTP),
// too_large, denied. A cancelled task leaves by operation_aborted; the connection is closed then.
class StreamConnection {
 public:
  virtual ~StreamConnection() = default;

  // Connecting, and the TLS handshake, within `limit`.
  static boost::asio::awaitable<Result<std::unique_ptr<StreamConnection>>> open(StreamPeer peer,
                                                                                Milliseconds limit);

  // Sends and returns the head of the answer; `limit` covers both, and without one it waits for
  // ever.
  virtual boost::asio::awaitable<Result<StreamHead>> send(StreamRequest request,
                                                          std::optional<Milliseconds> limit) = 0;
  // With a body from `source`; `limit` is for each piece, and then for the head.
  virtual boost::asio::awaitable<Result<StreamHead>> send_from(StreamRequest request,
                                                               StreamBodySource& source,
                                                               Milliseconds limit) = 0;
  // The next piece of the body as it comes, at most 64 KiB; empty at its end. Without `limit` it
  // waits for ever.
  virtual boost::asio::awaitable<Result<std::string>> read_some(
      std::optional<Milliseconds> limit) = 0;

  // The whole exchange within `limit`; a body over `body_bytes_max` is too_large.
  boost::asio::awaitable<Result<StreamResponse>> exchange(StreamRequest request, Milliseconds limit,
                                                          std::size_t body_bytes_max);

  // A byte of the last answer has come: the server has seen the request.
  virtual bool answer_begun() const = 0;
  // The last answer was read whole, and the server has neither closed nor written since.
  virtual bool reusable() = 0;
  // Process at the other end of a Unix socket, where the system says so; 0 otherwise.
  virtual int peer_pid() const = 0;
  virtual void close() = 0;

 private:
  boost::asio::awaitable<Result<StreamResponse>> exchange_whole(StreamRequest request,
                                                                std::size_t body_bytes_max);
};

}  // namespace core
