// ntfy, of ntfy.sh or one's own.
#pragma once

#include "notify/channel/http/transport.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace notify::ntfy {

inline constexpr std::string_view public_url = "https://ntfy.sh";
// docs.ntfy.sh, "Limitations": 4,096 bytes a message (more becomes an attachment); the server takes
// twice that as JSON, where every byte of a text may take two.
inline constexpr std::size_t message_bytes_max = 3'400;
inline constexpr std::size_t title_bytes_max = 250;
inline constexpr std::size_t json_bytes_max = 8'192;
// docs.ntfy.sh, "Limitations": 60 requests at once and one more each 5 s; more is 429.

struct Settings {
  HttpTransport transport;
  std::string topic;
  core::Secret token;  // may be empty
};

// Priority by severity: 5 critical, 4 warning, 3 what is over, 2 the rest.
HttpPost format(const Message& message, const Settings& settings);

std::optional<ChannelSettings> read(core::YamlMap& map);
extern const std::string_view sample;

}  // namespace notify::ntfy
