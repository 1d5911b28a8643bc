// Slack's incoming webhooks, and what speaks like them (Mattermost, Rocket.Chat).
#pragma once

#include "notify/channel/http/transport.hpp"

#include <optional>
#include <string_view>

namespace notify::slack {

// docs.slack.dev, Block Kit, "Section block": the text has 3,000 characters at most.
inline constexpr std::size_t section_characters_max = 3'000;
// docs.slack.dev, chat.postMessage, "Truncating content": 4,000 characters are best for `text`,
// which here is only the line of the notification.
inline constexpr std::size_t text_characters_max = 1'000;
// docs.slack.dev, "Rate limits": one message a second and webhook; more is 429 with Retry-After.

struct Settings {
  HttpTransport transport;
};

// & < > are written as entities (docs.slack.dev, "Formatting message text"), so nobody is
// mentioned.
HttpPost format(const Message& message, const Settings& settings);

std::optional<ChannelSettings> read(core::YamlMap& map);
extern const std::string_view sample;

}  // namespace notify::slack
