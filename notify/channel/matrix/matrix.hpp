// Matrix: a user writes into a room, without encryption.
#pragma once

#include "notify/channel/http/transport.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace notify::matrix {

// spec.matrix.org, client-server API, "Size limits": an event has 65,536 bytes, with all that the
// server adds.
inline constexpr std::size_t event_bytes_max = 65'536;
// In JSON every byte of a text may take two, in HTML a quote six.
inline constexpr std::size_t body_bytes_max = 6'000;
inline constexpr std::size_t html_bytes_max = 12'000;
// The same, "Rate limiting": 429 M_LIMIT_EXCEEDED with `retry_after_ms` or Retry-After.

struct Settings {
  HttpTransport transport;  // `url` is the home server's
  core::Secret token;       // of the user
  std::string room;         // "!id:server"
};

// The id of the message is that of the transaction: what is sent twice is shown once.
HttpPost format(const Message& message, const Settings& settings);
Answer judge(const core::HttpResponse& response, core::WallTime now);

std::optional<ChannelSettings> read(core::YamlMap& map);
extern const std::string_view sample;

}  // namespace notify::matrix
