// Mails as a real server received them and a real parser reads them.
#include "core/text.hpp"
#include "email_stage.hpp"
#include "notify/render/html.hpp"
#include "notify/render/plain_text.hpp"
#include "support/time_zone.hpp"

using namespace email_stage;
using nlohmann::json;

namespace {

// Line ends at the end of a part are the parser's own matter.
std::string trimmed(const json& text) { return std::string(core::trim(text.get<std::string>())); }

void check_is_sound(const json& parsed) {
  CHECK(parsed.at("defects") == json::array());
  CHECK(parsed.at("is_ascii") == true);
  CHECK(parsed.at("bare_breaks") == 0);
  CHECK(parsed.at("longest_line").get<int>() <= 78);
  CHECK(parsed.at("type") == "multipart/alternative");
  CHECK(parsed.at("types") == json{"text/plain", "text/html"});
}

}  // namespace

TEST_CASE("a mail is read as it was meant") {
  if (!support::has_smtp_server()) return;
  const support::TimeZone berlin("CET-1");
  const SmtpServer server(Tls::starttls);
  const auto channel = channel_of(
      keys_for(server, Tls::starttls) +
      "to: [\"Ops team <ops@example.org>\", dev@example.org]\nreply_to: r@example.org\n");
  const auto message = sample_messages::problem();
  CHECK(sent(*channel, message) == "delivered: 250 2.0.0 Ok: queued as 1");

  const auto mail = server.mail();
  CHECK(mail.at("tls") == true);
  CHECK(mail.at("hello") == "nas");
  CHECK(mail.at("from") == "agent@example.org");
  CHECK(mail.at("to") == json{"ops@example.org", "dev@example.org"});
  const auto parsed = mail.at("parsed");
  check_is_sound(parsed);
  CHECK(parsed.at("from") == json::parse(R"([["evenkeel", "agent@example.org"]])"));
  CHECK(parsed.at("to") ==
        json::parse(R"([["Ops team", "ops@example.org"], ["", "dev@example.org"]])"));
  const auto headers = parsed.at("headers");
  CHECK(headers.at("subject") == "[critical] nas: shop/web is unhealthy, and 1 more");
  CHECK(headers.at("date") == "Sat, 31 Jan 2026 10:35:00 +0100");
  CHECK(headers.at("message-id") == "<m-1@nas>");
  CHECK(headers.at("references") == "<t-incident-7@nas>");
  CHECK(headers.at("reply-to") == "r@example.org");
  CHECK(headers.at("auto-submitted") == "auto-generated");
  CHECK(headers.at("x-evenkeel-id") == "m-1");
  CHECK(headers.at("importance") == "high");
  CHECK(trimmed(parsed.at("plain")) == core::trim(notify::plain_text(message)));
  CHECK(trimmed(parsed.at("html")) == core::trim(notify::html_page(message)));
}

TEST_CASE("every kind of message makes a sound mail, over one channel") {
  if (!support::has_smtp_server()) return;
  const SmtpServer server(Tls::none);
  const auto channel = channel_of(keys_for(server, Tls::none) + to_one);
  int number = 0;
  for (const auto& message : {sample_messages::problem(), sample_messages::resolved(),
                              sample_messages::recovery(), sample_messages::digest()}) {
    CAPTURE(message.id);
    CHECK(sent(*channel, message) ==
          "delivered: 250 2.0.0 Ok: queued as " + std::to_string(++number));
    const auto parsed = server.mail(number).at("parsed");
    check_is_sound(parsed);
    CHECK(parsed.at("headers").at("subject") == notify::subject_line(message));
    CHECK(trimmed(parsed.at("plain")) == core::trim(notify::plain_text(message)));
    CHECK(trimmed(parsed.at("html")) == core::trim(notify::html_page(message)));
  }
}

TEST_CASE("a mail of nasty texts is sound, and has no header but ours") {
  if (!support::has_smtp_server()) return;
  const SmtpServer server(Tls::none);
  const auto channel =
      channel_of(keys_for(server, Tls::none) + "to: [\"Zoë, \\\"Ops\\\" <z@example.org>\"]\n");
  const auto message = sample_messages::nasty();
  CHECK(sent(*channel, message) == "delivered: 250 2.0.0 Ok: queued as 1");
  const auto parsed = server.mail().at("parsed");
  check_is_sound(parsed);
  CHECK(parsed.at("to") == json::parse(R"([["Zoë, \"Ops\"", "z@example.org"]])"));
  CHECK(parsed.at("names") == json{"From", "To", "Subject", "Date", "Message-ID", "References",
                                   "Auto-Submitted", "X-Auto-Response-Suppress", "X-Priority",
                                   "Importance", "X-Evenkeel-Id", "X-Evenkeel-Severity",
                                   "MIME-Version", "Content-Type"});
  const auto subject = parsed.at("headers").at("subject").get<std::string>();
  CHECK(subject.starts_with("[critical] näs Bcc: all@example.org: <b>&\"'\\ 🔥 X-Injected: yes "));
  CHECK(subject.ends_with("…"));
  CHECK(trimmed(parsed.at("plain")) == core::trim(notify::plain_text(message)));
  CHECK(trimmed(parsed.at("html")) == core::trim(notify::html_page(message)));
}

TEST_CASE("TLS first, and a login by every way there is") {
  if (!support::has_smtp_server()) return;
  const json login{{"user", "agent"}, {"password", "p\xC3\xA4ss word"}};
  for (const auto& [auth, others, noted] :
       {std::tuple{"auto", json::array(), "PLAIN"}, std::tuple{"auto", json{"PLAIN"}, "LOGIN"},
        std::tuple{"plain", json::array(), "PLAIN"}, std::tuple{"login", json::array(), "LOGIN"}}) {
    auto settings = login;
    settings["mechanisms"] = others;
    const SmtpServer server({.tls = Tls::implicit, .settings = settings});
    const auto channel = channel_of(keys_for(server, Tls::implicit) + to_one +
                                    "username: agent\npassword: \"päss word\"\nauth: " + auth);
    CAPTURE(auth, noted);
    CHECK(sent(*channel, sample_messages::problem()) == "delivered: 250 2.0.0 Ok: queued as 1");
    CHECK(server.mail().at("tls") == true);
    CHECK(server.mail().at("authenticated") == true);
    CHECK(core::contains(server.commands(), std::string("login by ") + noted));
  }
}

TEST_CASE("a login by token, and one that is not accepted") {
  if (!support::has_smtp_server()) return;
  const SmtpServer server({.settings = {{"user", "agent"}, {"token", "ya29.good-token"}}});
  const auto keys = keys_for(server, Tls::starttls) + to_one + "username: agent\ntoken: ";
  const auto message = sample_messages::problem();
  CHECK(sent(*channel_of(keys + "ya29.good-token"), message) ==
        "delivered: 250 2.0.0 Ok: queued as 1");
  CHECK(server.mail().at("authenticated") == true);
  CHECK(core::contains(server.commands(), "login by XOAUTH2"));
  CHECK(portless(sent(*channel_of(keys + "ya29.stale-token"), message), server) ==
        "retry: 127.0.0.1:PORT does not accept the login");
}

TEST_CASE("a wrong password is kept for a person to mend, and never told") {
  if (!support::has_smtp_server()) return;
  const SmtpServer server({.settings = {{"user", "agent"}, {"password", "right"}}});
  const auto keys = keys_for(server, Tls::starttls) + to_one;
  CHECK(sent(*channel_of(keys + "username: agent\npassword: wrong-one"),
             sample_messages::problem()) ==
        "retry: 535 5.7.8 Authentication credentials invalid (check username, password or token, "
        "and auth)");
  CHECK(sent(*channel_of(keys), sample_messages::problem()) ==
        "retry: 530 5.7.0 Authentication required (it wants a login: username and password)");
}

TEST_CASE("a server that says our secrets again is not quoted with them") {
  if (!support::has_smtp_server()) return;
  SmtpServer server({.settings = {{"user", "agent"}, {"password", "right"}}});
  // The base64 of "\0agent\0wrong-one".
  server.behave({{"at", {{"AUTH", "535 5.7.8 wrong-one is wrong: AGFnZW50AHdyb25nLW9uZQ=="}}}});
  const auto channel =
      channel_of(keys_for(server, Tls::starttls) + to_one + "username: agent\npassword: wrong-one");
  CHECK(sent(*channel, sample_messages::problem()) ==
        "retry: 535 5.7.8 *** is wrong: *** (check username, password or token, and auth)");
}

TEST_CASE("where a server has no way to log in that is configured, it is said") {
  if (!support::has_smtp_server()) return;
  const SmtpServer server({.settings = {{"user", "agent"}, {"mechanisms", json{"PLAIN"}}}});
  const auto channel = channel_of(keys_for(server, Tls::starttls) + to_one +
                                  "username: agent\npassword: p\nauth: plain");
  CHECK(portless(sent(*channel, sample_messages::problem()), server) ==
        "retry: 127.0.0.1:PORT takes none of the ways to log in: PLAIN");
}
