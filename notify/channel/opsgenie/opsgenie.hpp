// Opsgenie, Alert API v2 (also that of Jira Service Management's older accounts).
#pragma once

#include "notify/channel/http/transport.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace notify::opsgenie {

inline constexpr std::string_view public_url = "https://api.opsgenie.com";
// docs.opsgenie.com/docs/alert-api, "Create Alert" and "Close Alert", in characters.
inline constexpr std::size_t message_characters_max = 130;
inline constexpr std::size_t alias_characters_max = 512;
inline constexpr std::size_t description_characters_max = 15'000;
inline constexpr std::size_t entity_characters_max = 512;
inline constexpr std::size_t source_characters_max = 100;
inline constexpr std::size_t note_characters_max = 25'000;
inline constexpr std::size_t tags_max = 20, tag_characters_max = 50;
// docs.opsgenie.com/docs/api-rate-limiting: told by 429.

struct Settings {
  HttpTransport transport;  // `url` is that of the region
  core::Secret token;       // key of an API integration
};

// One alert a thread, as its alias. Priority: P1 critical, P3 warning, P5 info.
std::vector<HttpPost> format(const Message& message, const Settings& settings);

std::optional<ChannelSettings> read(core::YamlMap& map);
extern const std::string_view sample;

}  // namespace notify::opsgenie
