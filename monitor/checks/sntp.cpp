#include "monitor/checks/sntp.hpp"

#include "monitor/human_text.hpp"

#include <algorithm>
#include <cmath>

namespace monitor {
namespace {

constexpr std::uint64_t seconds_1900_to_1970 = 2'208'988'800;

// Where the fields are, and what they hold (RFC 4330, 4).
constexpr std::size_t stratum_at = 1, reference_at = 12, originate_at = 24, receive_at = 32,
                      transmit_at = 40;
constexpr unsigned leap_unknown = 3, mode_client = 3, mode_server = 4, stratum_max = 15;
constexpr char version_4_client = 4 << 3 | mode_client;

unsigned byte_at(std::string_view packet, std::size_t at) {
  return static_cast<unsigned char>(packet[at]);
}

std::uint64_t number_at(std::string_view packet, std::size_t at) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i) number = number << 8 | byte_at(packet, at + i);
  return number;
}

// Seconds since 1900 in the upper half, a fraction in the lower; it wraps in 2036, and differences
// do not mind.
std::uint64_t sntp_time(core::WallTime at) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
  const auto rest = static_cast<std::uint64_t>((at - seconds).count());
  const auto since_1970 = static_cast<std::uint64_t>(seconds.time_since_epoch().count());
  return (since_1970 + seconds_1900_to_1970) << 32 | (rest << 32) / 1000;
}

double milliseconds_between(std::uint64_t from, std::uint64_t to) {
  const auto difference = static_cast<std::int64_t>(to - from);
  return static_cast<double>(difference) * 1000 / 4294967296.0;
}

core::Milliseconds rounded_milliseconds(double value) {
  return core::Milliseconds{std::llround(value)};
}

}  // namespace

std::string sntp_request(std::uint64_t cookie) {
  std::string packet(sntp_bytes, '\0');
  packet[0] = version_4_client;
  for (std::size_t i = 0; i < 8; ++i)
    packet[transmit_at + i] = static_cast<char>(cookie >> (56 - 8 * i) & 0xFF);
  return packet;
}

core::Result<SntpReply> read_sntp_reply(std::string_view packet, std::uint64_t cookie,
                                        core::WallTime sent, core::WallTime received) {
  const core::Error not_ours{core::Errc::stale, "no answer to this request"};
  if (packet.size() < sntp_bytes || number_at(packet, originate_at) != cookie) return not_ours;
  if ((byte_at(packet, 0) & 7) != mode_server) return not_ours;
  const auto stratum = byte_at(packet, stratum_at);
  if (stratum == 0)
    return core::Error{core::Errc::denied, plain_name(std::string(packet.substr(reference_at, 4)))};
  const auto received_there = number_at(packet, receive_at);
  const auto sent_there = number_at(packet, transmit_at);
  if (byte_at(packet, 0) >> 6 == leap_unknown || stratum > stratum_max || sent_there == 0)
    return core::Error{core::Errc::unavailable, "it does not know the time itself"};
  const auto from = sntp_time(sent), to = sntp_time(received);
  const double behind =
      (milliseconds_between(from, received_there) + milliseconds_between(to, sent_there)) / 2;
  const double delay =
      milliseconds_between(from, to) - milliseconds_between(received_there, sent_there);
  return SntpReply{rounded_milliseconds(-behind), rounded_milliseconds(std::max(delay, 0.0))};
}

}  // namespace monitor
