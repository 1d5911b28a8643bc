// Somebody at the other end of a real socket on the loopback who does as the test says: answers,
// garbage, floods, half an answer, silence. Each connection has a thread of its own.
#pragma once

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace support {

// A closed connection is an error for who writes to it, no signal.
inline void block_signals_of_this_thread() {
  sigset_t all;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, nullptr);
}

// "127.0.0.2" or "::1" with a port, bound to a new socket; 0: any port.
inline int bound_socket(const std::string& address, int type, int port) {
  sockaddr_storage place{};
  socklen_t size = 0;
  if (address.find(':') == std::string::npos) {
    auto& v4 = reinterpret_cast<sockaddr_in&>(place);
    v4.sin_family = AF_INET;
    v4.sin_port = htons(static_cast<std::uint16_t>(port));
    ::inet_pton(AF_INET, address.c_str(), &v4.sin_addr);
    size = sizeof v4;
  } else {
    auto& v6 = reinterpret_cast<sockaddr_in6&>(place);
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(static_cast<std::uint16_t>(port));
    ::inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr);
    size = sizeof v6;
  }
  const int fd = ::socket(place.ss_family, type, 0);
  if (fd < 0 || ::bind(fd, reinterpret_cast<sockaddr*>(&place), size) != 0)
    throw std::runtime_error("cannot bind " + address + ": " + std::strerror(errno));
  return fd;
}

inline int port_of_socket(int fd) {
  sockaddr_storage place{};
  socklen_t size = sizeof place;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&place), &size);
  return ntohs(place.ss_family == AF_INET ? reinterpret_cast<sockaddr_in&>(place).sin_port
                                          : reinterpret_cast<sockaddr_in6&>(place).sin6_port);
}

// One connection, as its script sees it.
class LoopbackPeer {
 public:
  explicit LoopbackPeer(int fd) : fd_(fd) {}

  // What was sent up to and with `mark`; less where the other side closes before.
  std::string read_until(std::string_view mark) {
    std::string text;
    for (char c = 0; text.find(mark) == std::string::npos && ::recv(fd_, &c, 1, 0) == 1;) text += c;
    return text;
  }
  // So many, less where the other side closes before.
  std::string read_bytes(std::size_t count) {
    std::string text(count, ' ');
    std::size_t have = 0;
    while (have < count) {
      const auto size = ::recv(fd_, text.data() + have, count - have, 0);
      if (size <= 0) break;
      have += static_cast<std::size_t>(size);
    }
    text.resize(have);
    return text;
  }
  // False once the other side has closed.
  bool write(std::string_view text) {
    while (!text.empty()) {
      const auto sent = ::send(fd_, text.data(), text.size(), 0);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void flood(const std::string& text) {
    while (write(text)) {
    }
  }
  // One byte after another until the other side has enough.
  void drip(char c) {
    std::array<char, 4096> ignored{};
    while (write(std::string(1, c))) {
      ::pollfd polled{fd_, POLLIN, 0};
      if (::poll(&polled, 1, 20) > 0 && ::recv(fd_, ignored.data(), ignored.size(), 0) <= 0) return;
    }
  }
  // Says nothing until the other side closes.
  void hang() {
    std::array<char, 4096> ignored{};
    while (::recv(fd_, ignored.data(), ignored.size(), 0) > 0) {
    }
  }
  // Closes with a reset instead of an end.
  void reset() {
    const linger now{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  }

 private:
  int fd_;
};

class LoopbackServer {
 public:
  using Script = std::function<void(LoopbackPeer&)>;

  // Listens when this returns.
  explicit LoopbackServer(Script script, const std::string& address = "127.0.0.1", int port = 0)
      : script_(std::move(script)), fd_(bound_socket(address, SOCK_STREAM, port)) {
    if (::listen(fd_, 64) != 0) throw std::runtime_error("cannot listen");
    port_ = port_of_socket(fd_);
    acceptor_ = std::thread([this] { accept_all(); });
  }
  ~LoopbackServer() {
    stopping_ = true;
    ::shutdown(fd_, SHUT_RDWR);
    acceptor_.join();
    ::close(fd_);
    {
      const std::lock_guard lock(mutex_);
      for (const int each : open_) ::shutdown(each, SHUT_RDWR);
    }
    for (auto& each : served_) each.join();
  }
  LoopbackServer(const LoopbackServer&) = delete;

  int port() const { return port_; }
  int connections() const { return connections_; }

 private:
  void accept_all() {
    block_signals_of_this_thread();
    for (;;) {
      const int fd = ::accept(fd_, nullptr, nullptr);
      if (fd < 0 || stopping_) {
        if (fd >= 0) ::close(fd);
        return;
      }
      ++connections_;
      const std::lock_guard lock(mutex_);
      open_.push_back(fd);
      served_.emplace_back([this, fd] { serve(fd); });
    }
  }
  void serve(int fd) {
    LoopbackPeer peer(fd);
    script_(peer);
    const std::lock_guard lock(mutex_);
    std::erase(open_, fd);
    ::close(fd);
  }

  Script script_;
  int fd_, port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> connections_ = 0;
  std::mutex mutex_;
  std::vector<int> open_;
  std::vector<std::thread> served_;
  std::thread acceptor_;
};

// Answers each packet with what the script makes of it.
class LoopbackResponder {
 public:
  using Script = std::function<std::vector<std::string>(const std::string& packet)>;

  explicit LoopbackResponder(Script script)
      : script_(std::move(script)), fd_(bound_socket("127.0.0.1", SOCK_DGRAM, 0)) {
    thread_ = std::thread([this] { serve(); });
  }
  ~LoopbackResponder() {
    stopping_ = true;
    thread_.join();
    ::close(fd_);
  }
  LoopbackResponder(const LoopbackResponder&) = delete;
  int port() const { return port_of_socket(fd_); }
  int packets() const { return packets_; }

 private:
  void serve() {
    block_signals_of_this_thread();
    while (!stopping_) {
      ::pollfd polled{fd_, POLLIN, 0};
      if (::poll(&polled, 1, 20) <= 0) continue;
      std::array<char, 2048> packet{};
      sockaddr_storage from{};
      socklen_t size = sizeof from;
      auto* sender = reinterpret_cast<sockaddr*>(&from);
      const auto bytes = ::recvfrom(fd_, packet.data(), packet.size(), 0, sender, &size);
      if (bytes < 0) continue;
      ++packets_;
      for (const auto& answer : script_({packet.data(), static_cast<std::size_t>(bytes)}))
        ::sendto(fd_, answer.data(), answer.size(), 0, sender, size);
    }
  }

  Script script_;
  int fd_;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> packets_ = 0;
  std::thread thread_;
};

}  // namespace support
