// Gotify, of one's own server.
#pragma once

#include "notify/channel/http/transport.hpp"

#include <optional>
#include <string_view>

namespace notify::gotify {

// gotify.net/api-docs names no limits: ours, as a phone shows no more.
inline constexpr std::size_t title_characters_max = 250;
inline constexpr std::size_t message_characters_max = 8'000;

struct Settings {
  HttpTransport transport;  // `url` is the server's
  core::Secret token;       // of an application
};

// Priority by severity: 8 critical, 5 warning, 4 what is over, 2 the rest; above 7 a phone rings
// and below 4 it stays silent.
HttpPost format(const Message& message, const Settings& settings);

std::optional<ChannelSettings> read(core::YamlMap& map);
extern const std::string_view sample;

}  // namespace notify::gotify
