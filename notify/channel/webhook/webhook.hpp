// Any server that speaks HTTP.
#pragma once

#include "notify/channel/http/transport.hpp"
#include "notify/channel/webhook/template_text.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace notify::webhook {

struct Settings {
  HttpTransport transport;
  std::string method = "POST";
  core::Secret secret;               // signs; "" = no signature
  std::optional<TemplateText> body;  // nothing: json_text() of the message
  std::string content_type = "application/json";
};

// `X-Evenkeel-Id` is the same for every attempt. With a secret `X-Evenkeel-Signature:
// t=UNIX,v1=HEX` is the HMAC-SHA256 of "UNIX.body", UNIX the time of sending in seconds: who checks
// it refuses an old one, so that it cannot be sent again by somebody else.
HttpPost format(const Message& message, const Settings& settings, core::WallTime now);

std::string hmac_sha256_hex(std::string_view key, std::string_view text);

std::optional<ChannelSettings> read(core::YamlMap& map);
extern const std::string_view sample;

}  // namespace notify::webhook
