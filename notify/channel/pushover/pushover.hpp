// Pushover.
#pragma once

#include "notify/channel/http/transport.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace notify::pushover {

inline constexpr std::string_view public_url = "https://api.pushover.net/1/messages.json";
// pushover.net/api, "Limitations": 1,024 characters of UTF-8, a title of 250.
inline constexpr std::size_t message_characters_max = 1'024;
inline constexpr std::size_t title_characters_max = 250;
// pushover.net/api#priority: an emergency is repeated at least 30 s apart for at most 3 h.
inline constexpr core::Milliseconds emergency_retry_min{30'000};
inline constexpr core::Milliseconds emergency_expire_max{10'800'000};
// pushover.net/api, "Being friendly to our API": two connections at once, which one channel never
// has; 10,000 messages a month, then 429.

struct Settings {
  HttpTransport transport;
  core::Secret token;  // of the application
  core::Secret user;   // or group
  std::string device, sound;
  bool emergency = false;  // critical ones are repeated until somebody confirms
  core::Milliseconds emergency_retry{60'000}, emergency_expire{3'600'000};
};

// Priority by severity: 1 critical (2 where `emergency` is set), 0 warning, -1 the rest.
HttpPost format(const Message& message, const Settings& settings);

std::optional<ChannelSettings> read(core::YamlMap& map);
extern const std::string_view sample;

}  // namespace notify::pushover
