// The keys of an email channel (docs/email.md).
#pragma once

#include "core/io/curl_mail_client.hpp"
#include "core/yaml_map.hpp"
#include "notify/channel.hpp"
#include "notify/channel/email/compose.hpp"

#include <optional>
#include <string>

namespace notify {

constexpr std::size_t mail_recipients_max = 50;

struct EmailSettings {
  // All but what a message gives: `text`, `to`, `hello`, and the limits of a send.
  core::MailRequest server;
  Letterhead head;
};

// Collects the mistakes in the map; nothing where one was found.
std::optional<ChannelSettings> read_email(core::YamlMap& map);

// "smtp.example.org:587", "smtp.example.org", "[::1]:25" into `server`; without a port 587, 465 for
// implicit TLS, 25 for none. False where it is none of these.
bool read_mail_server(const std::string& text, core::MailRequest& server);
bool is_loopback_name(const std::string& host);

extern const std::string_view email_sample;

}  // namespace notify
