// One question to a time server and its answer: SNTP, RFC 4330. Pure.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace monitor {

inline constexpr std::uint16_t sntp_port = 123;
inline constexpr std::size_t sntp_bytes = 48;

// A client's request. It carries no time of ours but a number that nobody can guess, by which the
// answer is known.
std::string sntp_request(std::uint64_t cookie);

struct SntpReply {
  core::Milliseconds ahead{0};  // of the server's time; negative: our clock is behind
  core::Milliseconds delay{0};  // there and back, at least 0; half of it may be wrong
};

// `sent` and `received` are of our clock. Right within 34 years. Errors: stale (no answer to this
// request, to be passed over), denied (a kiss-o'-death: not to be asked again soon; the text is its
// code), unavailable (the server does not know the time).
core::Result<SntpReply> read_sntp_reply(std::string_view packet, std::uint64_t cookie,
                                        core::WallTime sent, core::WallTime received);

}  // namespace monitor
