// A socket of a probe: never blocks longer than it is told. For pool threads.
#pragma once

#include "core/io/blocking_resolve.hpp"
#include "monitor/checks/pool_probe.hpp"

#include <span>
#include <string_view>
#include <utility>

namespace monitor {

class OpenSocket {
 public:
  // Connected: over TCP somebody listens, over UDP only this peer is heard. Errors here and below:
  // unavailable, io (`core::is_own_failure`), timeout, cancelled; the text is the end of a
  // sentence, "connection refused".
  static core::Result<OpenSocket> to(const core::NetworkAddress& address, int socket_type,
                                     Deadline until, const core::GiveUp& give_up);
  OpenSocket(OpenSocket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  OpenSocket& operator=(OpenSocket&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~OpenSocket();

  core::Status send(std::string_view bytes, Deadline until, const core::GiveUp& give_up) const;
  // What is there, at least one byte; zero: the other side has closed. Of UDP one packet.
  core::Result<std::size_t> receive(std::span<char> into, Deadline until,
                                    const core::GiveUp& give_up) const;

 private:
  explicit OpenSocket(int descriptor) : descriptor_(descriptor) {}
  core::Status wait(short events, Deadline until, const core::GiveUp& give_up) const;
  int descriptor_ = -1;
};

// The first of `addresses` that can be connected to; each gets an equal share of the time that is
// left. The error is that of the last one; of our own failures only where there is no other.
core::Result<OpenSocket> open_any(const std::vector<core::NetworkAddress>& addresses,
                                  int socket_type, Deadline until, const core::GiveUp& give_up);

}  // namespace monitor
