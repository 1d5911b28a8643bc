#include "monitor/checks/time_server.hpp"

#include "monitor/checks/open_socket.hpp"

#include <array>
#include <chrono>
#include <random>

namespace monitor {
namespace {

std::uint64_t unguessable_number() {
  std::random_device source;
  return static_cast<std::uint64_t>(source()) << 32 | source();
}

core::Result<SntpReply> ask_once(const core::NetworkAddress& address, const core::Clock& clock,
                                 Deadline until, const core::GiveUp& give_up) {
  const auto socket = OpenSocket::to(address, SOCK_DGRAM, until, give_up);
  if (!socket) return socket.error();
  const auto cookie = unguessable_number();
  const auto sent_at = clock.now().wall;
  if (auto sent = socket->send(sntp_request(cookie), until, give_up); !sent) return sent.error();
  std::array<char, 512> packet{};
  for (;;) {
    const auto size = socket->receive(packet, until, give_up);
    if (!size) return size.error();
    auto reply = read_sntp_reply({packet.data(), *size}, cookie, sent_at, clock.now().wall);
    if (reply || reply.error().code != core::Errc::stale) return reply;
  }
}

}  // namespace

core::Result<SntpReply> ask_time_server(const HostPort& server, const core::Clock& clock,
                                        Deadline until, const core::GiveUp& give_up) {
  const auto addresses =
      core::resolve(server.host, server.port, SOCK_DGRAM, left_until(until), give_up);
  if (!addresses) return addresses.error();
  core::Error last{core::Errc::timeout, "no answer"};
  for (int i = 0; i < sntp_attempts; ++i) {
    const auto& address = (*addresses)[static_cast<std::size_t>(i) % addresses->size()];
    const Deadline share =
        std::chrono::steady_clock::now() + left_until(until) / (sntp_attempts - i);
    auto reply = ask_once(address, clock, share, give_up);
    const bool over = reply || reply.error().code == core::Errc::denied ||
                      reply.error().code == core::Errc::cancelled;
    if (over) return reply;
    last = reply.error();
  }
  return last;
}

}  // namespace monitor
