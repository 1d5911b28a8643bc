// Packets of a time server, field by field as RFC 4330 draws them.
#pragma once

#include "core/clock.hpp"

#include <cstdint>
#include <string>

namespace sntp_packets {

inline void put(std::string& packet, std::size_t at, std::uint64_t value) {
  for (int i = 7; i >= 0; --i, value >>= 8)
    packet[at + static_cast<std::size_t>(i)] = static_cast<char>(value & 0xFF);
}

// Written apart from the code that is tested: the fraction counts 2^-32 seconds.
inline std::uint64_t stamp(core::WallTime at) {
  const auto ms = at.time_since_epoch().count();
  const auto seconds = ms / 1000;
  const auto fraction = static_cast<long double>(ms % 1000) / 1000.0L * 4294967296.0L;
  return (static_cast<std::uint64_t>(seconds) + 2'208'988'800ULL) << 32 |
         static_cast<std::uint64_t>(fraction);
}

struct Answer {
  unsigned leap = 0, version = 4, mode = 4, stratum = 2;
  std::string reference = "GPS\0";
  core::WallTime received, sent;
};

// To a request, whose transmit timestamp it gives back.
inline std::string packet(const Answer& answer, const std::string& request) {
  std::string bytes(48, '\0');
  bytes[0] = static_cast<char>(answer.leap << 6 | answer.version << 3 | answer.mode);
  bytes[1] = static_cast<char>(answer.stratum);
  answer.reference.copy(&bytes[12], 4);
  bytes.replace(24, 8, request.substr(40, 8));
  put(bytes, 32, stamp(answer.received));
  put(bytes, 40, stamp(answer.sent));
  return bytes;
}

}  // namespace sntp_packets
