// A body that comes piece by piece, written to the peer until it ends or the peer goes.
#pragma once

#include "api/connection.hpp"
#include "api/http.hpp"
#include "core/io/task_group.hpp"

#include <functional>
#include <list>
#include <memory>

namespace api {

struct StreamTerms {
  bool chunked = true;  // RFC 9112 7.1; otherwise the end of the connection ends the body
  // Not called any more once the call of `write_stream` is over.
  std::function<void()> before_write;  // starts the limit of a write
  std::function<void()> after_write;
  core::Milliseconds end_limit{1'000};  // for the writer to end after its peer; twice
};

// Writers that did not end with their peer: what they read from hangs (a broken disk) and hears of
// no end. Each owns its stream and its connection.
class LeftWriters {
 public:
  void add(std::unique_ptr<core::TaskGroup> writer);
  void forget_ended();
  // False where one has not ended within `limit`: nothing that it uses may go.
  awaitable<bool> join(core::Milliseconds limit);

 private:
  std::list<std::unique_ptr<core::TaskGroup>> writers_;
};

// False where the connection is of no further use. A writer that does not end in time is handed to
// `left`, which must outlive it.
awaitable<bool> write_stream(std::shared_ptr<Connection> connection,
                             std::unique_ptr<BodyStream> stream, StreamTerms terms,
                             LeftWriters& left);

}  // namespace api
