#include "core/io/stream_connect.hpp"

#include "core/io/blocking_resolve.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <charconv>
#include <cstring>

#include <sys/socket.h>
#include <sys/un.h>

namespace core {
namespace asio = boost::asio;
using asio::awaitable;
using asio::ip::tcp;
using boost::system::error_code;
namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t path_bytes_max = sizeof(sockaddr_un::sun_path) - 1;  // 107; macOS: 103

Error connect_error(const error_code& code, const std::string& to) {
  const auto kind = code == asio::error::access_denied ? Errc::denied : Errc::unavailable;
  return {kind, "connecting to " + to + ": " + code.message()};
}

std::vector<tcp::endpoint> endpoints_of(const std::vector<NetworkAddress>& addresses) {
  std::vector<tcp::endpoint> endpoints;
  for (const auto& address : addresses) {
    tcp::endpoint endpoint;
    if (address.length > endpoint.capacity()) continue;
    std::memcpy(endpoint.data(), &address.storage, address.length);
    endpoint.resize(address.length);
    endpoints.push_back(endpoint);
  }
  return endpoints;
}

}  // namespace

awaitable<Result<PlainStream>> connect_unix(std::string path) {
  if (path.size() > path_bytes_max)
    co_return invalid("the socket path " + path + " is longer than " +
                      std::to_string(path_bytes_max) + " bytes");
  const asio::local::stream_protocol::endpoint endpoint(path);
  PlainStream socket(co_await asio::this_coro::executor);
  const auto connected =
      co_await socket.async_connect(asio::generic::stream_protocol::endpoint(endpoint), as_result);
  if (const auto code = std::get<0>(connected)) co_return connect_error(code, path);
  co_return std::move(socket);
}

awaitable<Result<PlainStream>> connect_tcp(StreamPeer peer) {
  std::uint16_t port = 0;
  std::from_chars(peer.port.data(), peer.port.data() + peer.port.size(), port);
  // Asio's own resolver hears of no cancellation: a name server that is silent would outlast every
  // limit.
  const auto found = co_await resolve_aside(peer.host, port, SOCK_STREAM);
  if (!found) co_return Error{Errc::unavailable, "resolving " + found.error().what};
  const auto endpoints = endpoints_of(*found);
  tcp::socket socket(co_await asio::this_coro::executor);
  const auto connected = co_await asio::async_connect(socket, endpoints, as_result);
  if (const auto code = std::get<0>(connected))
    co_return connect_error(code, peer.host + ":" + peer.port);
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  co_return PlainStream(std::move(socket));
}

}  // namespace core
