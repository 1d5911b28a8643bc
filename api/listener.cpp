#include "api/listener.hpp"

#include "api/accepted.hpp"
#include "core/io/parent_folder.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace api {
namespace asio = boost::asio;
using boost::system::error_code;
namespace {

constexpr int backlog = 512;
constexpr ::mode_t socket_mode = 0660;

core::Error system_error(int number, const std::string& doing) {
  const auto code = number == EADDRINUSE                  ? core::Errc::conflict
                    : number == EACCES || number == EPERM ? core::Errc::denied
                                                          : core::Errc::io;
  return {code, doing + ": " + std::strerror(number)};
}

asio::generic::stream_protocol::endpoint generic(const Endpoint& endpoint) {
  if (const auto* local = std::get_if<UnixEndpoint>(&endpoint))
    return asio::local::stream_protocol::endpoint(local->path);
  const auto& tcp = std::get<TcpEndpoint>(endpoint);
  return asio::ip::tcp::endpoint(asio::ip::make_address(tcp.address), tcp.port);
}

std::string text_of(const Endpoint& endpoint) {
  if (const auto* local = std::get_if<UnixEndpoint>(&endpoint)) return "unix://" + local->path;
  const auto& tcp = std::get<TcpEndpoint>(endpoint);
  return tcp.address + ":" + std::to_string(tcp.port);
}

bool somebody_listens(const asio::any_io_executor& executor, const Endpoint& endpoint) {
  StreamSocket probe(executor);
  error_code failed;
  probe.connect(generic(endpoint), failed);
  return !failed;
}

core::Status clear_way(const asio::any_io_executor& executor, const Endpoint& endpoint) {
  const auto& path = std::get<UnixEndpoint>(endpoint).path;
  struct ::stat found = {};
  if (::lstat(path.c_str(), &found) != 0) return {};
  if (!S_ISSOCK(found.st_mode))
    return core::Error{
        core::Errc::conflict,
        "listening on " + path + ": there is a file that is no socket; move it away"};
  if (somebody_listens(executor, endpoint))
    return core::Error{
        core::Errc::conflict,
        "listening on " + path + ": another process, perhaps an agent, listens there"};
  if (::unlink(path.c_str()) != 0) return system_error(errno, "removing the old socket " + path);
  return {};
}

// Made for the owner alone and opened up afterwards: there is no moment at which others get in.
core::Status set_owner(const std::string& path, std::optional<::gid_t> group) {
  if (group && ::chown(path.c_str(), static_cast<::uid_t>(-1), *group) != 0 && errno != EPERM)
    return system_error(errno, "giving " + path + " to its group");
  if (::chmod(path.c_str(), socket_mode) != 0)
    return system_error(errno, "setting the mode of " + path);
  return {};
}

int bind_and_listen(StreamSocket& socket, const asio::generic::stream_protocol::endpoint& at) {
  const auto before = ::umask(0177);
  const int bound = ::bind(socket.native_handle(), at.data(), static_cast<::socklen_t>(at.size()));
  const int number = bound == 0 ? 0 : errno;
  ::umask(before);
  if (number != 0) return number;
  return ::listen(socket.native_handle(), backlog) == 0 ? 0 : errno;
}

std::string tcp_text(const asio::generic::stream_protocol::endpoint& endpoint) {
  const auto family = endpoint.protocol().family();
  if (family != AF_INET && family != AF_INET6) return "";
  asio::ip::tcp::endpoint tcp;
  if (endpoint.size() > tcp.capacity()) return "";
  std::memcpy(tcp.data(), endpoint.data(), endpoint.size());
  tcp.resize(endpoint.size());
  const auto address = tcp.address().to_string();
  return (tcp.address().is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(tcp.port());
}

}  // namespace

Listener::Listener(StreamSocket socket, std::string path)
    : socket_(std::move(socket)), path_(std::move(path)) {}

Listener::Listener(Listener&& other) noexcept
    : socket_(std::move(other.socket_)), path_(std::exchange(other.path_, "")) {}

Listener::~Listener() { close(); }

core::Result<Listener> Listener::open(asio::any_io_executor executor, const Endpoint& endpoint,
                                      std::optional<::gid_t> group) {
  const auto* local = std::get_if<UnixEndpoint>(&endpoint);
  if (local != nullptr) {
    // The usual one lies in /run, which is empty after each boot.
    const auto folder = core::make_parent_folder(local->path);
    if (!folder) return folder.error().with("listening on " + local->path);
    const auto clear = clear_way(executor, endpoint);
    if (!clear) return clear.error();
  }
  const auto at = generic(endpoint);
  const auto doing = "listening on " + text_of(endpoint);
  StreamSocket socket(executor);
  error_code failed;
  socket.open(at.protocol(), failed);
  if (failed) return system_error(failed.value(), doing);
  if (local == nullptr) socket.set_option(asio::socket_base::reuse_address(true));
  const int number = bind_and_listen(socket, at);
  if (number != 0) return system_error(number, doing);
  socket.non_blocking(true);
  (void)::fcntl(socket.native_handle(), F_SETFD, FD_CLOEXEC);
  Listener out(std::move(socket), local != nullptr ? local->path : "");
  if (local != nullptr) {
    const auto owned = set_owner(local->path, group);
    if (!owned) return owned.error();
  }
  return out;
}

std::string Listener::address() const {
  error_code ignored;
  return local() ? "unix://" + path_ : tcp_text(socket_.local_endpoint(ignored));
}

awaitable<core::Result<StreamSocket>> Listener::accept() {
  for (;;) {
    const auto waited =
        co_await socket_.async_wait(StreamSocket::wait_read, asio::as_tuple(asio::use_awaitable));
    if (std::get<0>(waited))
      co_return core::Error{core::Errc::cancelled, "the listener was closed"};
    const int accepted = accept_for_us_alone(socket_.native_handle());
    if (accepted < 0 && (errno == EAGAIN || errno == EINTR || errno == ECONNABORTED)) continue;
    if (accepted < 0) co_return system_error(errno, "accepting a connection");
    const int on = 1;
    if (!local()) (void)::setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const int family = local() ? AF_UNIX : socket_.local_endpoint().protocol().family();
    StreamSocket socket(socket_.get_executor());
    error_code failed;
    socket.assign(asio::generic::stream_protocol(family, 0), accepted, failed);
    if (failed) ::close(accepted);
    if (failed) co_return system_error(failed.value(), "accepting a connection");
    co_return socket;
  }
}

void Listener::close() {
  error_code ignored;
  if (!path_.empty() && socket_.is_open()) ::unlink(path_.c_str());
  socket_.close(ignored);
}

std::string peer_address(const StreamSocket& socket) {
  error_code failed;
  const auto endpoint = socket.remote_endpoint(failed);
  return failed ? "" : tcp_text(endpoint);
}

}  // namespace api
