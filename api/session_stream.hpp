// A body that comes piece by piece, written to the peer until it ends or the peer goes.
#pragma once

#include "api/connection.hpp"
#include "api/http.hpp"

#include <functional>

namespace api {

struct StreamTerms {
  bool chunked = true;  // RFC 9112 7.1; otherwise the end of the connection ends the body
  std::function<void()> before_write;  // starts the limit of a write
  std::function<void()> after_write;
};

// False where the connection is of no further use. `connection` and `stream` must outlive the call.
awaitable<bool> write_stream(Connection& connection, BodyStream& stream, StreamTerms terms);

}  // namespace api
