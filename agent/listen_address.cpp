#include "agent/config_read.hpp"

#include <charconv>

namespace agent {
namespace {

// Of a Unix socket's address, with the closing zero.
constexpr std::size_t socket_path_bytes_max = 107;

bool is_port(std::string_view text) {
  unsigned port = 0;
  const auto* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, port);
  return parsed.ec == std::errc{} && parsed.ptr == end && port <= 65535;
}

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

}  // namespace

std::string listen_mistake(const std::string& address) {
  const std::string found = ", found '" + address + "'";
  constexpr std::string_view unix_scheme = "unix://";
  if (address.starts_with(unix_scheme)) {
    const auto path = address.substr(unix_scheme.size());
    if (!path.starts_with('/')) return "expected unix:// and an absolute path" + found;
    if (path.size() > socket_path_bytes_max)
      return "expected a socket path of at most 107 bytes" + found;
    return {};
  }
  const auto colon = address.rfind(':');
  const bool well_formed = colon != std::string::npos && colon > 0 &&
                           is_port(std::string_view(address).substr(colon + 1));
  if (!well_formed) return "expected unix:///PATH or ADDRESS:PORT" + found;
  const auto host = std::string_view(address).substr(0, colon);
  if (host.find(':') != std::string_view::npos && !host.starts_with('['))
    return "expected an IPv6 address in brackets" + found;
  if (!is_loopback(host))
    return "expected a loopback address, because this version of evenkeel has no TLS" + found;
  return {};
}

}  // namespace agent
