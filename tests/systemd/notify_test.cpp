#include "systemd/notify.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <cstddef>
#include <cstring>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace std::chrono_literals;

namespace {

// The other end: systemd's socket.
class Listener {
 public:
  explicit Listener(const std::string& name)
      : fd_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, name.data(), name.size());
    if (name.front() == '@') address.sun_path[0] = '\0';
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
    REQUIRE(::bind(fd_, reinterpret_cast<sockaddr*>(&address), size) == 0);
  }
  ~Listener() { ::close(fd_); }
  Listener(const Listener&) = delete;
  std::string next() const {
    char buffer[512];
    const auto size = ::recv(fd_, buffer, sizeof buffer, 0);
    return size < 0 ? "" : std::string(buffer, static_cast<std::size_t>(size));
  }

 private:
  int fd_;
};

core::Environment with(const std::string& name, const std::string& value,
                       const std::string& pid = "") {
  return [=](const std::string& asked) -> std::optional<std::string> {
    if (asked == name) return value;
    if (asked == "WATCHDOG_PID" && !pid.empty()) return pid;
    return std::nullopt;
  };
}

}  // namespace

TEST_CASE("systemd hears each word, on a path and in the abstract namespace") {
  const support::TempDir dir;
  for (const auto& name :
       {(dir.path() / "notify").string(), "@evenkeel-test-" + std::to_string(::getpid())}) {
    CAPTURE(name);
    const Listener listener(name);
    const auto notifier = systemd::Notifier::of(with("NOTIFY_SOCKET", name));
    CHECK(notifier.listened());
    CHECK(notifier.ready().has_value());
    CHECK(listener.next() == "READY=1");
    CHECK(notifier.status("engine 20.10\nis up").has_value());
    CHECK(listener.next() == "STATUS=engine 20.10 is up");
    CHECK(notifier.watchdog().has_value());
    CHECK(listener.next() == "WATCHDOG=1");
    CHECK(notifier.reloading().has_value());
    CHECK(listener.next().starts_with("RELOADING=1\nMONOTONIC_USEC="));
    CHECK(notifier.stopping().has_value());
    CHECK(listener.next() == "STOPPING=1");
    CHECK(listener.next().empty());
  }
}

TEST_CASE("where nobody listens there is nothing to say, and no error") {
  const auto notifier =
      systemd::Notifier::of([](const std::string&) { return std::optional<std::string>(); });
  CHECK_FALSE(notifier.listened());
  CHECK(notifier.ready().has_value());
}

TEST_CASE("a socket that is gone or none is an error, not an end") {
  CHECK(systemd::Notifier("/tmp/evenkeel-none/notify").ready().has_error());
  CHECK(systemd::Notifier("relative").ready().has_error());
  CHECK(systemd::Notifier("/" + std::string(200, 'x')).ready().has_error());
}

TEST_CASE("a watchdog is fed where systemd expects it of this process") {
  CHECK(systemd::watchdog_interval(with("WATCHDOG_USEC", "30000000"), 7) ==
        core::Milliseconds(30s));
  CHECK(systemd::watchdog_interval(with("WATCHDOG_USEC", "30000000", "7"), 7) ==
        core::Milliseconds(30s));
  CHECK_FALSE(systemd::watchdog_interval(with("WATCHDOG_USEC", "30000000", "8"), 7));
  CHECK_FALSE(systemd::watchdog_interval(with("WATCHDOG_USEC", "soon"), 7));
  CHECK_FALSE(systemd::watchdog_interval(with("WATCHDOG_USEC", "0"), 7));
  CHECK_FALSE(systemd::watchdog_interval(with("OTHER", ""), 7));
}
