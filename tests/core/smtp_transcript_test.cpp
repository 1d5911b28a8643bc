#include "core/io/smtp_transcript.hpp"

#include "support/catch.hpp"

#include <string>

using core::MailStep;
using core::SmtpTranscript;

namespace {

// Lines of the server are prefixed by "<", ours by ">".
SmtpTranscript after(const std::vector<std::string>& lines) {
  SmtpTranscript transcript;
  for (const auto& line : lines) {
    if (line[0] == '<')
      transcript.received(line.substr(1) + "\r\n");
    else
      transcript.sent(line.substr(1) + "\r\n");
  }
  return transcript;
}

const std::vector<std::string> begun{"<220 mail.test ready", ">EHLO nas",        "<250-mail.test",
                                     "<250 AUTH PLAIN",      ">MAIL FROM:<a@b>", "<250 2.1.0 Ok"};

std::vector<std::string> begun_and(const std::vector<std::string>& more) {
  auto lines = begun;
  lines.insert(lines.end(), more.begin(), more.end());
  return lines;
}

}  // namespace

TEST_CASE("a mail is accepted by what is said after its end") {
  const auto transcript =
      after(begun_and({">RCPT TO:<c@d>", "<250 2.1.5 Ok", ">DATA", "<354 End with .",
                       "<250 2.0.0 Ok: queued as 3F2A", ">QUIT", "<221 2.0.0 Bye"}));
  CHECK(transcript.accepted());
  CHECK(transcript.deciding().text == "250 2.0.0 Ok: queued as 3F2A");
  CHECK(transcript.deciding_step() == MailStep::text);
  CHECK(transcript.step() == MailStep::quit);
  REQUIRE(transcript.recipients().size() == 1);
  CHECK(transcript.recipients()[0].code == 250);
}

TEST_CASE("a refusal decides, whatever comes of QUIT") {
  const auto transcript =
      after(begun_and({">RCPT TO:<c@d>", "<550 5.1.1 <c@d>: no such user", ">QUIT", "<500 what"}));
  CHECK_FALSE(transcript.accepted());
  CHECK(transcript.deciding().code == 550);
  CHECK(transcript.deciding().text == "550 5.1.1 <c@d>: no such user");
  CHECK(transcript.deciding_step() == MailStep::recipient);
}

TEST_CASE("several lines of a reply are one text") {
  const auto transcript = after({"<220 ready", ">EHLO nas", "<250 AUTH", ">AUTH PLAIN",
                                 "<535-5.7.8 Username and Password not accepted. For more, go to",
                                 "<535 5.7.8  https://mail.test/help"});
  CHECK(transcript.deciding().text ==
        "535 5.7.8 Username and Password not accepted. For more, go to https://mail.test/help");
  CHECK(transcript.deciding_step() == MailStep::login);
}

TEST_CASE("what is said to log in is no command") {
  auto transcript = after({"<220 ready", ">EHLO nas", "<250 AUTH", ">AUTH LOGIN",
                           "<334 VXNlcg==", ">QUIT", "<334 UGFzcw==", ">DATA"});
  CHECK(transcript.step() == MailStep::login);
  CHECK(transcript.login_answered());
  transcript.received("235 2.7.0 welcome\r\n");
  transcript.sent("MAIL FROM:<a@b>\r\n");
  CHECK(transcript.step() == MailStep::sender);
}

TEST_CASE("a refused recipient beside an accepted one decides nothing") {
  const auto transcript = after(begun_and(
      {">RCPT TO:<c@d>", "<250 Ok", ">RCPT TO:<e@f>", "<550 no such user", ">DATA", "<354 go on"}));
  CHECK(transcript.step() == MailStep::text);
  CHECK(transcript.deciding().code == 0);
  REQUIRE(transcript.recipients().size() == 2);
  CHECK(transcript.recipients()[1].text == "550 no such user");
}

TEST_CASE("every step says what is missing while it is waited for") {
  SmtpTranscript transcript;
  CHECK(transcript.step() == MailStep::connect);
  transcript.connected();
  CHECK(transcript.step() == MailStep::greeting);
  transcript.connected();
  transcript.received("220 ready\r\n");
  transcript.sent("EHLO nas\r\n");
  CHECK(transcript.step() == MailStep::hello);
  transcript.received("250 STARTTLS\r\n");
  transcript.sent("STARTTLS\r\n");
  CHECK(transcript.step() == MailStep::starttls);
  transcript.received("220 2.0.0 go on\r\n");
  CHECK(transcript.step() == MailStep::tls);
  CHECK(core::missing_at(MailStep::tls) == "no end of the TLS handshake");
  CHECK(core::missing_at(MailStep::recipient) == "no answer to RCPT TO");
}

TEST_CASE("replies come in pieces, and are bounded, printable text") {
  SmtpTranscript transcript;
  transcript.received("4");
  transcript.received("21 4.3.2 too");
  transcript.received(" busy \x1b[31m\xFF\r");
  CHECK(transcript.deciding().code == 0);
  transcript.received("\n");
  CHECK(transcript.deciding().text == "421 4.3.2 too busy ?[31m?");
  for (int i = 0; i < 1'000; ++i) transcript.received("550-" + std::string(100, 'x') + "\r\n");
  transcript.received("550 end\r\n" + std::string(100'000, 'y'));
  CHECK(transcript.deciding().text.size() < 1'100);
  CHECK(transcript.deciding().code == 550);
}

TEST_CASE("what is no reply is not taken for one") {
  SmtpTranscript transcript;
  transcript.received("hello\r\n\r\nHTTP/1.1 400 Bad Request\r\n");
  CHECK(transcript.deciding().code == 0);
  CHECK(transcript.step() == MailStep::greeting);
}
