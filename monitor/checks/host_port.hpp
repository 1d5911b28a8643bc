// "host:port" as people write it. Pure.
#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace monitor {

struct HostPort {
  std::string host;  // without brackets
  std::uint16_t port = 0;
  bool operator==(const HostPort&) const = default;
};

// "db:5432", "10.0.0.1:53", "[::1]:5432". Without a port `port_else` is it; where that is 0, it has
// to be written. Errors: invalid.
core::Result<HostPort> parse_host_port(std::string_view text, std::uint16_t port_else = 0);

}  // namespace monitor
