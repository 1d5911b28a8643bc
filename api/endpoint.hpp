// An address to listen on, read and judged. Pure.
#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace api {

constexpr std::size_t socket_path_bytes_max = 100;  // sun_path: 108 on Linux, 104 on macOS

struct UnixEndpoint {
  std::string path;
  bool operator==(const UnixEndpoint&) const = default;
};

struct TcpEndpoint {
  std::string address;  // numeric: a name would have to be looked up, and may mean more than one
  std::uint16_t port = 0;
  bool loopback = false;
  bool operator==(const TcpEndpoint&) const = default;
};

using Endpoint = std::variant<UnixEndpoint, TcpEndpoint>;

// "unix:///absolute/path", "127.0.0.1:7315", "[::1]:7315", "localhost:7315".
// invalid: another form; an address beyond loopback, unless `anywhere` (with TLS, or where no token
// is asked for).
core::Result<Endpoint> parse_endpoint(std::string_view text, bool anywhere);

// Whether listening on one of them keeps the other from being listened on: the same path, or the
// same port (0 is any free one) of the same address or of one that stands for all.
bool overlap(const Endpoint& one, const Endpoint& other);

}  // namespace api
