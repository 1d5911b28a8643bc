// A connected socket of either kind. I/O thread only.
#pragma once

#include "core/io/stream_http.hpp"

#include <boost/asio/generic/stream_protocol.hpp>

namespace core {

// Unix or TCP: one type, one instantiation of Beast.
using PlainStream = boost::asio::generic::stream_protocol::socket;

// Errors: unavailable, denied; invalid for a path that is too long. A cancellation is heard at
// once.
boost::asio::awaitable<Result<PlainStream>> connect_unix(std::string path);
boost::asio::awaitable<Result<PlainStream>> connect_tcp(StreamPeer peer);

}  // namespace core
