// Discord's webhooks.
#pragma once

#include "notify/channel/http/transport.hpp"

#include <optional>
#include <string_view>

namespace notify::discord {

// discord.com/developers/docs/resources/message, "Embed limits"; all of it together 6,000. Counted
// by their service in UTF-16.
inline constexpr std::size_t title_characters_max = 256;
inline constexpr std::size_t description_characters_max = 4'096;
inline constexpr std::size_t embed_characters_max = 6'000;
// discord.com/developers/docs/topics/rate-limits: told by 429 with Retry-After, and as
// `retry_after` in the body, in seconds with a fraction.

struct Settings {
  HttpTransport transport;
};

// Nobody is mentioned, and no text is taken for Markdown.
HttpPost format(const Message& message, const Settings& settings);
Answer judge(const core::HttpResponse& response, core::WallTime now);

std::optional<ChannelSettings> read(core::YamlMap& map);
extern const std::string_view sample;

}  // namespace notify::discord
