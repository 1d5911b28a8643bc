// Microsoft Teams: a workflow "When a Teams webhook request is received" that posts the card it is
// sent. The older connectors take the same.
#pragma once

#include "notify/channel/http/transport.hpp"

#include <optional>
#include <string_view>

namespace notify::teams {

// learn.microsoft.com, "Create Incoming Webhooks" and "Limits and specifications for Teams": a
// message has about 28 KB; more than four requests a second are throttled (429).
inline constexpr std::size_t message_bytes_max = 28 * 1024;
// In JSON every byte of a text may take two.
inline constexpr std::size_t title_bytes_max = 500;
inline constexpr std::size_t body_bytes_max = 12'000;
// Every line is a block of its own, with its keys around it.
inline constexpr std::size_t blocks_bytes_max = 26'000;

struct Settings {
  HttpTransport transport;
};

// An Adaptive Card 1.4. Its texts are not taken for Markdown.
HttpPost format(const Message& message, const Settings& settings);
// The older connectors say 200 for what they did not deliver, with the reason as the body.
Answer judge(const core::HttpResponse& response, core::WallTime now);

std::optional<ChannelSettings> read(core::YamlMap& map);
extern const std::string_view sample;

}  // namespace notify::teams
