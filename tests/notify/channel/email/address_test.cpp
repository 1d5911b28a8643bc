#include "notify/channel/email/address.hpp"

#include "support/catch.hpp"

using notify::MailAddress;
using notify::parse_mail_address;

TEST_CASE("an address is written alone, or with a name") {
  CHECK(parse_mail_address("ops@example.org").value() == MailAddress{"", "ops@example.org"});
  CHECK(parse_mail_address(" Ops team <ops@example.org> ").value() ==
        MailAddress{"Ops team", "ops@example.org"});
  CHECK(parse_mail_address("\"Doe, J\" <j+x@sub.example.org>").value() ==
        MailAddress{"Doe, J", "j+x@sub.example.org"});
  CHECK(parse_mail_address("<root@localhost>").value() == MailAddress{"", "root@localhost"});
  CHECK(parse_mail_address("root@[127.0.0.1]").value() == MailAddress{"", "root@[127.0.0.1]"});
  CHECK(parse_mail_address("Zoë <z@example.org>").value().name == "Zoë");
}

TEST_CASE("what is no address, or could be more than one, is refused") {
  for (const std::string text :
       {"", "ops", "@example.org", "ops@", "a b@example.org", "a@b@c", "a@b>\r\nRCPT TO:<x@y",
        "a@b\r\nBcc: x@y", "zoë@example.org", "a@exämple.org", "a@b, c@d", "Ops <a@b", "a@.b",
        "a@b.", "Ops <a@b> x", "Ops <>"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_mail_address(text));
  }
  CHECK_FALSE(parse_mail_address(std::string(65, 'a') + "@b"));
  CHECK_FALSE(parse_mail_address("a@" + std::string(300, 'b')));
  CHECK(parse_mail_address("ops").error().what ==
        "expected an address such as ops@example.org or \"Ops <ops@example.org>\" (ASCII; a domain "
        "of other letters in its xn-- form), found 'ops'");
}
