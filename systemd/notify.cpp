#include "systemd/notify.hpp"

#include "core/text.hpp"

#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstring>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace systemd {
namespace {

struct Address {
  sockaddr_un address{};
  socklen_t size = 0;
};

core::Result<Address> address_of(const std::string& socket) {
  Address result;
  result.address.sun_family = AF_UNIX;
  const bool usable = socket.size() > 1 && (socket.front() == '/' || socket.front() == '@');
  if (!usable || socket.size() >= sizeof result.address.sun_path)
    return core::invalid("NOTIFY_SOCKET is no socket of systemd: " + socket);
  std::memcpy(result.address.sun_path, socket.data(), socket.size());
  if (socket.front() == '@') result.address.sun_path[0] = '\0';
  result.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket.size());
  return result;
}

core::Error failure(const std::string& doing) {
  return {core::Errc::io, doing + ": " + std::strerror(errno)};
}

core::Status send_datagram(const Address& to, const std::string& message) {
  const int fd = ::socket(AF_UNIX, SOCK_DGRAM, 0);
  if (fd < 0) return failure("telling systemd");
  ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  ::fcntl(fd, F_SETFL, O_NONBLOCK);
  const auto sent = ::sendto(fd, message.data(), message.size(), 0,
                             reinterpret_cast<const sockaddr*>(&to.address), to.size);
  const core::Status result = sent < 0 ? core::Status(failure("telling systemd")) : core::Status();
  ::close(fd);
  return result;
}

std::string one_line(const std::string& text) { return core::replace_all(text, "\n", " "); }

// RELOADING=1 must carry the time on the clock that systemd compares by.
std::string monotonic_usec() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(now).count());
}

std::optional<long long> number(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  long long value = 0;
  const auto* end = text->data() + text->size();
  const auto parsed = std::from_chars(text->data(), end, value);
  if (parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
  return value;
}

}  // namespace

Notifier Notifier::of(const core::Environment& environment) {
  return Notifier(environment("NOTIFY_SOCKET").value_or(""));
}

core::Status Notifier::ready() const { return send("READY=1"); }
core::Status Notifier::status(const std::string& text) const {
  return send("STATUS=" + one_line(text));
}
core::Status Notifier::watchdog() const { return send("WATCHDOG=1"); }
core::Status Notifier::stopping() const { return send("STOPPING=1"); }
core::Status Notifier::reloading() const {
  return send("RELOADING=1\nMONOTONIC_USEC=" + monotonic_usec());
}

core::Status Notifier::send(const std::string& message) const {
  if (socket_.empty()) return {};
  const auto address = address_of(socket_);
  if (!address) return address.error();
  return send_datagram(*address, message);
}

std::optional<core::Milliseconds> watchdog_interval(const core::Environment& environment,
                                                    pid_t pid) {
  const auto expected_of = environment("WATCHDOG_PID");
  if (expected_of && number(expected_of) != static_cast<long long>(pid)) return std::nullopt;
  const auto usec = number(environment("WATCHDOG_USEC"));
  if (!usec || *usec < 1000) return std::nullopt;
  return std::chrono::duration_cast<core::Milliseconds>(std::chrono::microseconds(*usec));
}

}  // namespace systemd
