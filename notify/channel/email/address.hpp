// Mail addresses as people write them in a configuration: "ops@example.org" or "Ops team
// <ops@example.org>". Pure.
#pragma once

#include "core/result.hpp"

#include <string>
#include <string_view>

namespace notify {

struct MailAddress {
  std::string name;     // to be shown, UTF-8; may be ""
  std::string address;  // ASCII, of at most 254 bytes, without spaces and brackets
  bool operator==(const MailAddress&) const = default;
};

// Errors: invalid.
core::Result<MailAddress> parse_mail_address(std::string_view text);

}  // namespace notify
