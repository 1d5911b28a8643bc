// A message as a mail (RFC 5322, MIME): plain text and HTML, threaded by `Message::thread`. Pure,
// but for the machine's time zone.
#pragma once

#include "notify/channel/email/address.hpp"
#include "notify/message.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace notify {

struct Letterhead {
  MailAddress from;
  std::vector<MailAddress> to;
  std::optional<MailAddress> reply_to;
  bool operator==(const Letterhead&) const = default;
};

// Pure ASCII, no line longer than 78 characters but for addresses and ids that are; lines end in
// CRLF. The same message makes the same mail.
std::string compose_mail(const Message& message, const Letterhead& head);

// The host's name as a mail server takes one: letters, digits, `-` and `.`; "localhost" for "".
std::string mail_host(std::string_view host);

}  // namespace notify
