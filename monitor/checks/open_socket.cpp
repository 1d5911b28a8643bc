#include "monitor/checks/open_socket.hpp"

#include "core/io/own_failure.hpp"
#include "monitor/checks/shown_text.hpp"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace monitor {
namespace {

using namespace std::chrono_literals;

constexpr core::Milliseconds give_up_asked_after = 200ms;

core::Error socket_error(int error) {
  const auto code = core::is_own_failure(error) ? core::Errc::io : core::Errc::unavailable;
  return {code, error_words(error)};
}

bool would_wait(int error) { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

}  // namespace

core::Result<OpenSocket> OpenSocket::to(const core::NetworkAddress& address, int socket_type,
                                        Deadline until, const core::GiveUp& give_up) {
  OpenSocket socket(::socket(address.family, socket_type, 0));
  const int fd = socket.descriptor_;
  if (fd < 0) return socket_error(errno);
  ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  ::fcntl(fd, F_SETFL, O_NONBLOCK);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address.storage), address.length) == 0)
    return socket;
  if (errno != EINPROGRESS) return socket_error(errno);
  if (auto ready = socket.wait(POLLOUT, until, give_up); !ready) return ready.error();
  int failure = 0;
  socklen_t size = sizeof failure;
  ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &failure, &size);
  if (failure != 0) return socket_error(failure);
  return socket;
}

OpenSocket::~OpenSocket() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

core::Status OpenSocket::wait(short events, Deadline until, const core::GiveUp& give_up) const {
  for (;;) {
    const auto left = left_until(until);
    if (left == 0ms) return core::Error{core::Errc::timeout, "no answer in time"};
    if (give_up()) return core::Error{core::Errc::cancelled, "given up"};
    ::pollfd polled{descriptor_, events, 0};
    const auto slice = std::min(left, give_up_asked_after);
    const int ready = ::poll(&polled, 1, static_cast<int>(slice.count()));
    if (ready > 0) return {};
    if (ready < 0 && errno != EINTR) return socket_error(errno);
  }
}

// A thread of a pool has all signals blocked: a closed connection is an error, not a SIGPIPE.
core::Status OpenSocket::send(std::string_view bytes, Deadline until,
                              const core::GiveUp& give_up) const {
  while (!bytes.empty()) {
    const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), 0);
    if (sent >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
      continue;
    }
    if (!would_wait(errno)) return socket_error(errno);
    if (auto ready = wait(POLLOUT, until, give_up); !ready) return ready;
  }
  return {};
}

core::Result<std::size_t> OpenSocket::receive(std::span<char> into, Deadline until,
                                              const core::GiveUp& give_up) const {
  for (;;) {
    if (auto ready = wait(POLLIN, until, give_up); !ready) return ready.error();
    const auto size = ::recv(descriptor_, into.data(), into.size(), 0);
    if (size >= 0) return static_cast<std::size_t>(size);
    if (!would_wait(errno)) return socket_error(errno);
  }
}

core::Result<OpenSocket> open_any(const std::vector<core::NetworkAddress>& addresses,
                                  int socket_type, Deadline until, const core::GiveUp& give_up) {
  core::Error last{core::Errc::io, "no address"};
  auto to_come = static_cast<core::Milliseconds::rep>(addresses.size());
  for (const auto& address : addresses) {
    const Deadline share = std::chrono::steady_clock::now() + left_until(until) / to_come--;
    auto socket = OpenSocket::to(address, socket_type, share, give_up);
    if (socket || socket.error().code == core::Errc::cancelled) return socket;
    if (socket.error().code != core::Errc::io || last.code == core::Errc::io) last = socket.error();
  }
  return last;
}

}  // namespace monitor
