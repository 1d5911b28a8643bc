// PagerDuty, Events API v2.
#pragma once

#include "notify/channel/http/transport.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace notify::pagerduty {

inline constexpr std::string_view public_url = "https://events.pagerduty.com/v2/enqueue";
// developer.pagerduty.com, "Send an alert event": summary 1,024 characters, dedup_key 255; an event
// has 512 KB.
inline constexpr std::size_t summary_characters_max = 1'024;
inline constexpr std::size_t dedup_key_characters_max = 255;
inline constexpr std::size_t details_bytes_max = 32 * 1024;
inline constexpr std::size_t event_bytes_max = 512 * 1024;
// The same, "Response codes": 202 taken, 400 wrong, 429 too many; 5xx and 429 may be tried again.

struct Settings {
  HttpTransport transport;
  core::Secret routing_key;
};

// One alert a thread. What happened once (a notice) stays open until a person closes it; a test is
// opened and ended; a digest of what healed by itself is none.
std::vector<HttpPost> format(const Message& message, const Settings& settings);

std::optional<ChannelSettings> read(core::YamlMap& map);
extern const std::string_view sample;

}  // namespace notify::pagerduty
