// One connection: reads requests one after the other, has each answered, writes the answer.
// Requests that were sent ahead wait in the socket. I/O thread only.
#pragma once

#include "api/connection.hpp"
#include "api/dispatcher.hpp"
#include "api/limits.hpp"
#include "api/session_stream.hpp"
#include "core/clock.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <optional>
#include <string>

namespace api {

// What all sessions of a server share. Must outlive them.
struct SessionTerms {
  const core::Clock& clock;
  Limits limits;
  std::string date;       // of the `Date` header, renewed by the sweep
  bool stopping = false;  // no further request on any connection
  LeftWriters left_writers = {};
};

class Session {
 public:
  // `terms` and `dispatcher` must outlive the session.
  Session(SessionTerms& terms, Dispatcher& dispatcher, std::shared_ptr<Connection> connection,
          Peer peer);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // Until the peer goes, a limit is passed, or it is told to stop.
  awaitable<void> run();
  // Enforces the limits in time: a request that comes too slowly is answered 408, the rest is
  // closed.
  void sweep(core::MonoTime now);
  // Ends at once what waits for the peer or streams; an answer under way is finished.
  void stop();

 private:
  enum class Phase { idle, header, body, answering, writing, streaming, draining };
  struct Reading;

  void enter(Phase phase);
  core::Milliseconds limit_of(Phase phase) const;
  awaitable<bool> one_request();
  bool parse_header(Reading& reading);
  awaitable<bool> read_header(Reading& reading);
  awaitable<bool> read_body(Reading& reading);
  awaitable<bool> more(Phase phase);
  awaitable<std::optional<Response>> respond(Reading& reading, bool& keep_alive);
  awaitable<bool> write(Response response, bool keep_alive, bool with_body, bool chunked);
  awaitable<void> refuse(Problem problem);
  awaitable<void> drain();

  SessionTerms& terms_;
  Dispatcher& dispatcher_;
  std::shared_ptr<Connection> connection_;
  Peer peer_;
  struct Buffer;
  std::unique_ptr<Buffer> buffer_;
  Phase phase_ = Phase::idle;
  std::optional<core::MonoTime> deadline_;
  bool too_slow_ = false;
  bool first_ = true;  // no request has been read yet
};

}  // namespace api
