// Tells systemd how the agent is, by its own protocol (sd_notify(3)): one datagram a word. Where
// nobody listens, nothing happens.
#pragma once

#include "core/clock.hpp"
#include "core/environment.hpp"
#include "core/result.hpp"

#include <optional>
#include <string>

#include <sys/types.h>

namespace systemd {

// Never blocks: a full socket loses the word, which the next one repeats.
class Notifier {
 public:
  // `socket` is a path, or a name in the abstract namespace with `@` in front; "" tells nobody.
  explicit Notifier(std::string socket) : socket_(std::move(socket)) {}
  // NOTIFY_SOCKET, which systemd sets for `Type=notify`.
  static Notifier of(const core::Environment& environment);

  core::Status ready() const;
  core::Status status(const std::string& text) const;  // the line that `systemctl status` shows
  core::Status watchdog() const;
  core::Status stopping() const;
  core::Status reloading() const;  // `ready` ends it
  bool listened() const { return !socket_.empty(); }

 private:
  core::Status send(const std::string& message) const;
  std::string socket_;
};

// How often systemd expects a sign of life (half of it is a good pace); nothing where it expects
// none of process `pid`.
std::optional<core::Milliseconds> watchdog_interval(const core::Environment& environment,
                                                    pid_t pid);

}  // namespace systemd
