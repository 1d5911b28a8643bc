#include "api/endpoint.hpp"

#include <boost/asio/ip/address.hpp>

#include <charconv>
#include <filesystem>

namespace api {
namespace {

constexpr std::string_view unix_scheme = "unix://";

core::Error refused(std::string_view text, const std::string& why) {
  return core::invalid("expected " + why + ", found '" + std::string(text) + "'");
}

core::Result<Endpoint> parse_unix(std::string_view text) {
  const auto path = text.substr(unix_scheme.size());
  if (path.empty() || path.front() != '/') return refused(text, "unix:// and an absolute path");
  if (path.size() > socket_path_bytes_max)
    return refused(
        text, "a socket's path of at most " + std::to_string(socket_path_bytes_max) + " bytes");
  return Endpoint(UnixEndpoint{std::string(path)});
}

std::string numeric(std::string_view host) {
  if (host == "localhost") return "127.0.0.1";
  if (host.size() > 2 && host.front() == '[' && host.back() == ']')
    return std::string(host.substr(1, host.size() - 2));
  return std::string(host);
}

bool overlap(const UnixEndpoint& one, const UnixEndpoint& other) {
  return std::filesystem::path(one.path).lexically_normal() ==
         std::filesystem::path(other.path).lexically_normal();
}

// "::" takes the port of IPv4 as well.
bool overlap(const TcpEndpoint& one, const TcpEndpoint& other) {
  if (one.port != other.port || one.port == 0) return false;
  if (one.address == other.address || one.address == "::" || other.address == "::") return true;
  const bool same_family = (one.address.find(':') == std::string::npos) ==
                           (other.address.find(':') == std::string::npos);
  return same_family && (one.address == "0.0.0.0" || other.address == "0.0.0.0");
}

}  // namespace

bool overlap(const Endpoint& one, const Endpoint& other) {
  if (one.index() != other.index()) return false;
  if (const auto* local = std::get_if<UnixEndpoint>(&one))
    return overlap(*local, std::get<UnixEndpoint>(other));
  return overlap(std::get<TcpEndpoint>(one), std::get<TcpEndpoint>(other));
}

core::Result<Endpoint> parse_endpoint(std::string_view text, bool anywhere) {
  if (text.substr(0, unix_scheme.size()) == unix_scheme) return parse_unix(text);
  const auto colon = text.rfind(':');
  if (colon == text.npos) return refused(text, "unix:///PATH or ADDRESS:PORT");
  const auto port_text = text.substr(colon + 1);
  std::uint16_t port = 0;
  const auto [end, wrong] =
      std::from_chars(port_text.data(), port_text.data() + port_text.size(), port);
  if (wrong != std::errc{} || end != port_text.data() + port_text.size())
    return refused(text, "a port from 0 to 65535 after the last colon");
  const auto host = text.substr(0, colon);
  if (host.find(':') != host.npos && !host.starts_with('['))
    return refused(text, "an IPv6 address in brackets, such as [::1]:7315");
  boost::system::error_code failed;
  const auto address = boost::asio::ip::make_address(numeric(host), failed);
  if (failed) return refused(text, "a numeric address, such as 127.0.0.1 or [::1]");
  if (!address.is_loopback() && !anywhere)
    return refused(text,
                   "a loopback address (api.tls is required beyond: tokens would be sent in the "
                   "clear)");
  return Endpoint(TcpEndpoint{address.to_string(), port, address.is_loopback()});
}

}  // namespace api
