#include "monitor/checks/host_port.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace monitor {
namespace {

constexpr std::size_t host_bytes_max = 255;

std::optional<std::uint16_t> port_of(std::string_view text) {
  std::uint16_t port = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, port);
  if (read.ec != std::errc() || read.ptr != end || port == 0) return std::nullopt;
  return port;
}

bool is_host(std::string_view host) {
  return !host.empty() && host.size() <= host_bytes_max &&
         std::all_of(host.begin(), host.end(), [](char c) {
           return c > ' ' && c < '\x7F' &&
                  std::string_view("[]{}$/@\"'\\").find(c) == std::string_view::npos;
         });
}

// By its form; a zone may follow it, "fe80::1%eth0".
bool is_ipv6(std::string_view host) {
  const auto address = host.substr(0, host.find('%'));
  return address.find(':') != std::string_view::npos &&
         address.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
}

}  // namespace

core::Result<HostPort> parse_host_port(std::string_view text, std::uint16_t port_else) {
  const auto refuse = [&](const std::string& why) {
    return core::invalid("\"" + std::string(text) + "\" " + why);
  };
  const bool bracketed = text.starts_with('[');
  const auto close = text.find(']');
  if (bracketed && close == std::string_view::npos) return refuse("has no closing bracket");
  auto host = bracketed ? text.substr(1, close - 1) : text;
  auto rest = bracketed ? text.substr(close + 1) : std::string_view();
  const auto colon = host.find(':');
  if (!bracketed && colon != std::string_view::npos) {
    if (host.find(':', colon + 1) != std::string_view::npos)
      return refuse("is not host:port; an IPv6 address is written in brackets, [::1]:80");
    rest = host.substr(colon);
    host = host.substr(0, colon);
  }
  if (!is_host(host)) return refuse("names no host");
  if (bracketed && !is_ipv6(host)) return refuse("has no IPv6 address in its brackets");
  if (rest.empty()) {
    if (port_else == 0) return refuse("has no port");
    return HostPort{std::string(host), port_else};
  }
  const auto port = rest.starts_with(':') ? port_of(rest.substr(1)) : std::nullopt;
  if (!port) return refuse("has no port from 1 to 65535");
  return HostPort{std::string(host), *port};
}

}  // namespace monitor
