#include "api/endpoint.hpp"

#include <boost/asio/ip/address.hpp>

#include <charconv>

namespace api {
namespace {

constexpr std::string_view unix_scheme = "unix://";

core::Error refused(std::string_view text, const std::string& why) {
  return core::invalid("api.listen: " + std::string(text) + ": " + why);
}

core::Result<Endpoint> parse_unix(std::string_view text) {
  const auto path = text.substr(unix_scheme.size());
  if (path.empty() || path.front() != '/')
    return refused(text, "expected an absolute path, such as unix:///run/evenkeel/evenkeel.sock");
  if (path.size() > socket_path_bytes_max)
    return refused(
        text, "a socket's path has at most " + std::to_string(socket_path_bytes_max) + " bytes");
  return Endpoint(UnixEndpoint{std::string(path)});
}

std::string numeric(std::string_view host) {
  if (host == "localhost") return "127.0.0.1";
  if (host.size() > 2 && host.front() == '[' && host.back() == ']')
    return std::string(host.substr(1, host.size() - 2));
  return std::string(host);
}

}  // namespace

core::Result<Endpoint> parse_endpoint(std::string_view text, bool tls) {
  if (text.substr(0, unix_scheme.size()) == unix_scheme) return parse_unix(text);
  const auto colon = text.rfind(':');
  if (colon == text.npos)
    return refused(text, "expected unix:///path or ADDRESS:PORT, such as 127.0.0.1:7315");
  const auto port_text = text.substr(colon + 1);
  std::uint16_t port = 0;
  const auto [end, wrong] =
      std::from_chars(port_text.data(), port_text.data() + port_text.size(), port);
  if (wrong != std::errc{} || end != port_text.data() + port_text.size())
    return refused(text, "expected a port from 0 to 65535 after the last colon");
  boost::system::error_code failed;
  const auto address = boost::asio::ip::make_address(numeric(text.substr(0, colon)), failed);
  if (failed) return refused(text, "expected a numeric address, such as 127.0.0.1 or [::1]");
  if (!address.is_loopback() && !tls)
    return refused(text,
                   "without api.tls only loopback may be listened on: tokens would be sent in "
                   "the clear");
  return Endpoint(TcpEndpoint{address.to_string(), port, address.is_loopback()});
}

}  // namespace api
