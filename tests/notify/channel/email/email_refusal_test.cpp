// What servers refuse: certificates, encryption, recipients, mails.
#include "email_stage.hpp"

#include <fstream>

using namespace email_stage;
using nlohmann::json;

namespace {

constexpr auto taken = "delivered: 250 2.0.0 Ok: queued as 1";

std::string sent_to(const SmtpServer& server, Tls tls, const std::string& place = "") {
  const auto channel = channel_of(keys_for(server, tls, place) + to_one);
  return portless(sent(*channel, sample_messages::problem()), server);
}

}  // namespace

TEST_CASE("a certificate has to be of a trusted authority, of that host, and of now") {
  if (!support::has_smtp_server()) return;
  for (const auto tls : {Tls::starttls, Tls::implicit}) {
    CAPTURE(tls_word(tls));
    const SmtpServer good({.tls = tls});
    CHECK(sent_to(good, tls) == taken);
    const auto untrusted = channel_of("smtp: \"" + good.place() + "\"\ntls: " + tls_word(tls) +
                                      "\nfrom: a@example.org\n" + to_one);
    CHECK(portless(sent(*untrusted, sample_messages::problem()), good)
              .starts_with("retry: the certificate of 127.0.0.1:PORT is not trusted: "));
    CHECK(good.mails() == 1);

    const SmtpServer other({.tls = tls, .names = "DNS:other.test"});
    const auto wrong_host = sent_to(other, tls);
    CHECK(wrong_host.starts_with("retry: the certificate of 127.0.0.1:PORT is not trusted: "));
    CHECK(wrong_host.find("127.0.0.1") != std::string::npos);

    const SmtpServer old({.tls = tls, .expired = true});
    CHECK(sent_to(old, tls) ==
          "retry: the certificate of 127.0.0.1:PORT is not trusted: certificate has expired");
    CHECK(other.mails() + old.mails() == 0);
  }
}

TEST_CASE("authorities that cannot be read are named") {
  if (!support::has_smtp_server()) return;
  const SmtpServer server(Tls::starttls);
  const auto channel =
      channel_of("smtp: \"" + server.place() +
                 "\"\nca_file: /nonexistent/ca.pem\nfrom: a@example.org\n" + to_one);
  CHECK(sent(*channel, sample_messages::problem()) ==
        "retry: the trusted authorities cannot be read from /nonexistent/ca.pem");
}

TEST_CASE("without STARTTLS nothing is said in the clear") {
  if (!support::has_smtp_server()) return;
  SmtpServer plain(Tls::none);
  const auto keys = "smtp: \"" + plain.place() + "\"\nfrom: a@example.org\n" + to_one +
                    "username: agent\npassword: secret\n";
  CHECK(portless(sent(*channel_of(keys), sample_messages::problem()), plain) ==
        "retry: 127.0.0.1:PORT offers no STARTTLS: nothing is sent without encryption");
  CHECK(plain.mails() == 0);
  CHECK(plain.commands() == "GREETING EHLO");

  SmtpServer busy(Tls::starttls);
  busy.behave({{"at", {{"STARTTLS", "454 4.7.0 TLS not available due to temporary reason"}}}});
  CHECK(sent_to(busy, Tls::starttls) ==
        "retry: 454 4.7.0 TLS not available due to temporary reason");
  CHECK(busy.commands() == "GREETING EHLO STARTTLS");
}

TEST_CASE("greylisting delays a mail, and does not lose it") {
  if (!support::has_smtp_server()) return;
  SmtpServer server(Tls::none);
  server.behave({{"greylist", true}});
  const auto channel = channel_of(keys_for(server, Tls::none) + to_one);
  CHECK(sent(*channel, sample_messages::problem()) ==
        "retry: 450 4.2.0 Greylisted, come back in 5 minutes");
  CHECK(server.mails() == 0);
  CHECK(sent(*channel, sample_messages::problem()) == taken);
}

TEST_CASE("of several recipients each gets the mail once, though one is greylisted") {
  if (!support::has_smtp_server()) return;
  SmtpServer server(Tls::none);
  server.behave({{"to",
                  {{"b@example.org", "450 4.2.0 Greylisted"},
                   {"c@example.org", "550 5.1.1 <c@example.org>: no such user"}}}});
  const auto channel = channel_of(keys_for(server, Tls::none) + to_three);
  CHECK(sent(*channel, sample_messages::problem()) ==
        "retry: others have it; not yet: b@example.org (450 4.2.0 Greylisted), c@example.org (550 "
        "5.1.1 <c@example.org>: no such user)");
  CHECK(server.mail(1).at("to") == json{"a@example.org"});
  server.behave(json::object());
  CHECK(sent(*channel, sample_messages::problem()) ==
        "delivered: 250 2.0.0 Ok: queued as 2; refused: c@example.org (550 5.1.1 "
        "<c@example.org>: no such user)");
  CHECK(server.mail(2).at("to") == json{"b@example.org"});
  CHECK(server.mail(1).at("parsed").at("headers").at("message-id") ==
        server.mail(2).at("parsed").at("headers").at("message-id"));
}

TEST_CASE("one recipient that does not exist keeps the mail from nobody else") {
  if (!support::has_smtp_server()) return;
  SmtpServer server(Tls::none);
  server.behave({{"to", {{"b@example.org", "550 5.1.1 <b@example.org>: no such user"}}}});
  const auto channel = channel_of(keys_for(server, Tls::none) + to_three);
  CHECK(sent(*channel, sample_messages::problem()) ==
        "delivered: 250 2.0.0 Ok: queued as 1; refused: b@example.org (550 5.1.1 "
        "<b@example.org>: no such user)");
  CHECK(server.mail().at("to") == json{"a@example.org", "c@example.org"});
}

TEST_CASE("where nobody is taken, the mail is refused") {
  if (!support::has_smtp_server()) return;
  SmtpServer server(Tls::none);
  server.behave({{"at", {{"RCPT", "550 5.1.1 no such user"}}}});
  const auto one = channel_of(keys_for(server, Tls::none) + to_one);
  CHECK(sent(*one, sample_messages::problem()) == "refused: 550 5.1.1 no such user");
  const auto three = channel_of(keys_for(server, Tls::none) + to_three);
  CHECK(sent(*three, sample_messages::problem()) ==
        "refused: nobody is taken: a@example.org (550 5.1.1 no such user), b@example.org (550 "
        "5.1.1 no such user), c@example.org (550 5.1.1 no such user)");
  // Whoever may be taken later decides.
  server.behave({{"at", {{"RCPT", "550 5.1.1 no such user"}}},
                 {"to", {{"b@example.org", "450 4.2.1 mailbox busy"}}}});
  CHECK(sent(*three, sample_messages::problem()).starts_with("retry: nobody is taken: "));
  CHECK(server.mails() == 0);
}

TEST_CASE("each step has its refusals") {
  if (!support::has_smtp_server()) return;
  SmtpServer server(Tls::none);
  const auto channel = channel_of(keys_for(server, Tls::none) + to_one);
  const auto sent_with = [&](const std::string& step, const std::string& reply) {
    server.behave({{"at", {{step, reply}}}});
    return sent(*channel, sample_messages::problem());
  };
  CHECK(sent_with("GREETING", "554 5.3.2 no service here") == "retry: 554 5.3.2 no service here");
  CHECK(sent_with("MAIL", "451 4.3.0 try again later") == "retry: 451 4.3.0 try again later");
  CHECK(sent_with("MAIL", "553 5.7.1 not your address") ==
        "retry: 553 5.7.1 not your address (check from)");
  CHECK(sent_with("MAIL", "552 5.3.4 too big") == "refused: 552 5.3.4 too big");
  CHECK(sent_with("DATA", "451 4.3.0 disk full") == "retry: 451 4.3.0 disk full");
  CHECK(sent_with("DATA", "554 5.5.1 no valid recipients") ==
        "refused: 554 5.5.1 no valid recipients");
  CHECK(sent_with("END", "452 4.3.1 disk full") == "retry: 452 4.3.1 disk full");
  CHECK(sent_with("END", "554 5.7.1 looks like spam") == "refused: 554 5.7.1 looks like spam");
  CHECK(sent_with("QUIT", "500 5.0.0 what").starts_with("delivered: 250 2.0.0 Ok: queued as "));
}
