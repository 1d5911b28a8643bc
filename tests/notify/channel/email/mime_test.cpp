#include "notify/channel/email/mime.hpp"

#include "core/text.hpp"
#include "core/time_text.hpp"
#include "support/catch.hpp"
#include "support/time_zone.hpp"

#include <algorithm>
#include <string>

using namespace notify;

namespace {

std::size_t longest_line(const std::string& text) {
  std::size_t longest = 0;
  for (const auto& line : core::split(core::replace_all(text, "\r\n", "\n"), '\n'))
    longest = std::max(longest, line.size());
  return longest;
}

// Nothing but whole lines, each of them of the header: the further ones begin with a space.
bool is_one_header(const std::string& text) {
  if (!text.ends_with("\r\n")) return false;
  auto rest = text.substr(0, text.size() - 2);
  rest = core::replace_all(rest, "\r\n ", "");
  return rest.find_first_of("\r\n") == std::string::npos;
}

}  // namespace

TEST_CASE("plain words stand in a header as they are") {
  CHECK(text_header("Subject", "[warning] nas: shop/web is unhealthy") ==
        "Subject: [warning] nas: shop/web is unhealthy\r\n");
}

TEST_CASE("a long header is folded between words") {
  const auto header = text_header(
      "Subject", std::string(30, 'a') + " " + std::string(30, 'b') + " " + std::string(30, 'c'));
  CHECK(header == "Subject: " + std::string(30, 'a') + " " + std::string(30, 'b') + "\r\n " +
                      std::string(30, 'c') + "\r\n");
}

TEST_CASE("other letters are encoded, each word whole and short enough") {
  CHECK(text_header("Subject", "naïve") == "Subject: =?utf-8?B?bmHDr3Zl?=\r\n");
  std::string fires;
  for (int i = 0; i < 60; ++i) fires += "🔥";
  const auto header = text_header("Subject", fires);
  CHECK(is_one_header(header));
  CHECK(longest_line(header) <= 76);
  // Each encoded word holds whole characters: 4 bytes a fire, 12 a group of 16 in base64.
  for (const auto& word : core::split(core::replace_all(header.substr(9), "\r\n", ""), ' '))
    CHECK((word.size() - 12) % 16 <= 12);
}

TEST_CASE("what reads as an encoded word, and words that fit no line, are encoded") {
  CHECK(text_header("Subject", "=?utf-8?Q?x?=") == "Subject: =?utf-8?B?PT91dGYtOD9RP3g/PQ==?=\r\n");
  const auto header = text_header("Subject", std::string(300, 'x'));
  CHECK(is_one_header(header));
  CHECK(longest_line(header) <= 76);
}

TEST_CASE("no value ends its header") {
  for (const std::string value : {"a\r\nBcc: x@y", "a\nBcc: x@y", "a\rBcc: x@y", "a\r\n\r\nbody",
                                  "a\xE2\x80\xA8"
                                  "Bcc: x@y",
                                  "\r\n", ""}) {
    const auto header = text_header("Subject", value);
    CAPTURE(value);
    CHECK(is_one_header(header));
    CHECK(header.find("\r\nBcc") == std::string::npos);
    const auto named = address_header("To", {{value, "a@b"}});
    CHECK(is_one_header(named));
  }
}

TEST_CASE("addresses have their names as the standard wants them") {
  CHECK(address_header("To", {{"", "a@b"}}) == "To: a@b\r\n");
  CHECK(address_header("To", {{"Ops team", "a@b"}, {"", "c@d"}}) == "To: Ops team <a@b>, c@d\r\n");
  CHECK(address_header("To", {{"Doe, \"J\\o\"", "a@b"}}) ==
        "To: \"Doe, \\\"J\\\\o\\\"\" <a@b>\r\n");
  CHECK(address_header("To", {{"Zoë", "a@b"}}) == "To: =?utf-8?B?Wm/Dqw==?= <a@b>\r\n");
}

TEST_CASE("many addresses are folded") {
  std::vector<MailAddress> all(50, MailAddress{"", "somebody.with.a.name@mail.example.org"});
  const auto header = address_header("To", all);
  CHECK(is_one_header(header));
  CHECK(longest_line(header) <= 78);
}

TEST_CASE("a date is local, with its offset") {
  const auto at = core::parse_rfc3339("2026-01-31T09:30:05.250Z").value();
  const auto date_in = [&](const char* zone) {
    const support::TimeZone here(zone);
    return mail_date(at);
  };
  CHECK(date_in("CET-1") == "Sat, 31 Jan 2026 10:30:05 +0100");
  CHECK(date_in("UTC0") == "Sat, 31 Jan 2026 09:30:05 +0000");
  CHECK(date_in("NST3:30") == "Sat, 31 Jan 2026 06:00:05 -0330");
  CHECK(date_in("ABC-14") == "Sat, 31 Jan 2026 23:30:05 +1400");
}

TEST_CASE("quoted-printable keeps what is readable and its lines short") {
  CHECK(quoted_printable("a = b\n") == "a =3D b\r\n");
  CHECK(quoted_printable("ends in a space \nä\n") == "ends in a space=20\r\n=C3=A4\r\n");
  CHECK(quoted_printable("From here\n.\n\nlast") == "=46rom here\r\n.\r\n\r\nlast\r\n");
  const auto lines = quoted_printable(std::string(500, 'x') + "\n" + std::string(500, '='));
  CHECK(longest_line(lines) == 76);
  CHECK(core::replace_all(lines, "=\r\n", "").starts_with(std::string(500, 'x') + "\r\n"));
}

TEST_CASE("a text of other letters is base64, one of few of them is not") {
  std::string hebrew;
  for (int i = 0; i < 100; ++i) hebrew += "שלום\n";
  const auto encoded = encode_body(hebrew);
  CHECK(encoded.encoding == "base64");
  CHECK(longest_line(encoded.text) == 76);
  CHECK(encode_body("some words, and ä\n").encoding == "quoted-printable");
}
