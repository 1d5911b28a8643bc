// The forms that texts take in a mail: pure ASCII, lines that end in CRLF and have at most 78
// characters (RFC 5322 2.1.1), whatever is in them. No text can begin a header or end the head.
// Pure.
#pragma once

#include "core/clock.hpp"
#include "notify/channel/email/address.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace notify {

// "Name: value\r\n", folded; a value that is more than plain words as encoded words (RFC 2047).
std::string text_header(std::string_view name, std::string_view value);
// Of addresses: "To: Ops <ops@example.org>,\r\n dev@example.org\r\n".
std::string address_header(std::string_view name, const std::vector<MailAddress>& addresses);
// Of words that the program chose itself; each has at most 200 visible ASCII characters.
std::string word_header(std::string_view name, const std::vector<std::string>& words);

// "Sat, 31 Jan 2026 10:30:00 +0100", in local time.
std::string mail_date(core::WallTime at);

struct EncodedBody {
  std::string encoding;  // "quoted-printable", or "base64" where that is shorter
  std::string text;      // ends in CRLF
};
// Of UTF-8 with lines that end in "\n".
EncodedBody encode_body(std::string_view text);
std::string quoted_printable(std::string_view text);

}  // namespace notify
