// What the server bears, named once; a test hits each.
#pragma once

#include "core/clock.hpp"

#include <cstddef>
#include <cstdint>

namespace api {

struct Limits {
  std::uint32_t header_bytes_max = 16 * 1024;      // beyond: 431
  std::uint64_t body_bytes_max = 8 * 1024 * 1024;  // beyond: 413
  std::size_t sessions_max = 256;                  // of each listener; beyond: 503 and closed
  // First byte to end of the header, of a connection's first request from the connection on; then
  // 408, or closed where nothing came.
  core::Milliseconds header_timeout{10'000};
  core::Milliseconds body_timeout{60'000};   // end of the header to end of the body; then 408
  core::Milliseconds idle_timeout{75'000};   // between two requests; then closed
  core::Milliseconds write_timeout{30'000};  // one write makes no progress; then closed
  core::Milliseconds drain_timeout{2'000};   // after a refusal, for what the client still sends
  core::Milliseconds stop_timeout{3'000};    // for answers under way when the server stops
  core::Milliseconds leave_timeout{1'000};   // for what was cancelled to end; then it is left alone
  core::Milliseconds sweep_interval{500};    // how exactly the limits in time are kept
};

}  // namespace api
