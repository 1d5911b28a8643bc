// Telegram: a bot writes into a chat.
#pragma once

#include "notify/channel/http/transport.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace notify::telegram {

inline constexpr std::string_view public_url = "https://api.telegram.org";
// core.telegram.org/bots/api#sendmessage: 1-4096 characters after entities were parsed; here they
// are counted before, in UTF-16 as their offsets are.
inline constexpr std::size_t text_characters_max = 4'096;
inline constexpr std::size_t title_characters_max = 300;
// core.telegram.org/bots/faq: one message a second and chat, 20 a minute and group; more is 429
// with parameters.retry_after in seconds.

struct Settings {
  HttpTransport transport;
  core::Secret token;
  std::string chat;  // id, or @name of a channel
  int topic = 0;     // of a group with topics; 0: none
};

// HTML (core.telegram.org/bots/api#html-style); info and what is over come without a sound.
HttpPost format(const Message& message, const Settings& settings);
Answer judge(const core::HttpResponse& response, core::WallTime now);

std::optional<ChannelSettings> read(core::YamlMap& map);
extern const std::string_view sample;

}  // namespace notify::telegram
