// The head of a mail, by its lines. What a mail program makes of the whole is in
// email_delivery_test.cpp, by Python's parser.
#include "notify/channel/email/compose.hpp"

#include "core/text.hpp"
#include "notify/render/sample_messages.hpp"
#include "support/catch.hpp"
#include "support/time_zone.hpp"

#include <algorithm>
#include <string>

using notify::compose_mail;
using notify::mail_host;

namespace {

const notify::Letterhead letterhead{{"evenkeel", "agent@example.org"},
                                    {{"Ops", "ops@example.org"}, {"", "dev@example.org"}},
                                    notify::MailAddress{"", "reply@example.org"}};

std::string head_of(const notify::Message& message) {
  const auto mail = compose_mail(message, letterhead);
  return mail.substr(0, mail.find("\r\n\r\n") + 2);
}

bool has_line(const std::string& head, const std::string& line) {
  return ("\r\n" + head).find("\r\n" + line + "\r\n") != std::string::npos;
}

}  // namespace

TEST_CASE("the head of a mail is all that it should be") {
  const support::TimeZone berlin("CET-1");
  CHECK(core::replace_all(head_of(sample_messages::problem()), "\r\n", "\n") ==
        R"(From: evenkeel <agent@example.org>
To: Ops <ops@example.org>, dev@example.org
Reply-To: reply@example.org
Subject: [critical] nas: shop/web is unhealthy, and 1 more
Date: Sat, 31 Jan 2026 10:35:00 +0100
Message-ID: <m-1@nas>
References: <t-incident-7@nas>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
X-Priority: 1 (Highest)
Importance: high
X-Evenkeel-Id: m-1
X-Evenkeel-Severity: critical
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="=_evenkeel_part_="
)");
}

TEST_CASE("a later mail of a thread answers the thread, the first one only names it") {
  const auto later = head_of(sample_messages::resolved());
  CHECK(has_line(later, "In-Reply-To: <t-incident-7@nas>"));
  CHECK(has_line(later, "References: <t-incident-7@nas>"));
  const auto first = head_of(sample_messages::problem());
  CHECK(first.find("In-Reply-To") == std::string::npos);
  // Where the thread is named by its first message, that one has nothing to refer to.
  CHECK(head_of(sample_messages::recovery()).find("References") == std::string::npos);
}

TEST_CASE("only what is critical and not over is urgent") {
  auto message = sample_messages::problem();
  CHECK(head_of(message).find("Importance") != std::string::npos);
  message.severity = model::Severity::warning;
  CHECK(head_of(message).find("Importance") == std::string::npos);
  CHECK(head_of(sample_messages::resolved()).find("Importance") == std::string::npos);
  CHECK(head_of(sample_messages::recovery()).find("Importance") != std::string::npos);
}

TEST_CASE("the same message makes the same mail") {
  CHECK(compose_mail(sample_messages::problem(), letterhead) ==
        compose_mail(sample_messages::problem(), letterhead));
}

TEST_CASE("no text of a message begins a header or a line of its own length") {
  auto message = sample_messages::nasty();
  message.id = "x>\r\nBcc: all@example.org";
  message.thread = "y\r\nBcc: all@example.org";
  const auto mail = compose_mail(message, letterhead);
  const auto lines = core::split(mail, '\n');
  CHECK(std::all_of(lines.begin(), lines.end() - 1, [](const auto& line) {
    return line.size() <= 79 && line.ends_with('\r') && line.find('\r') == line.size() - 1;
  }));
  CHECK(std::all_of(mail.begin(), mail.end(),
                    [](char c) { return c == '\r' || c == '\n' || (c >= ' ' && c < 0x7F); }));
  CHECK(mail.find("\nBcc:") == std::string::npos);
  CHECK(mail.find("\nX-Injected") == std::string::npos);
  CHECK(mail.find("Message-ID: <none@n--s--Bcc--all-example.org>") != std::string::npos);
}

TEST_CASE("a host's name is made one that mail servers take") {
  CHECK(mail_host("nas") == "nas");
  CHECK(mail_host("nas.example.org") == "nas.example.org");
  CHECK(mail_host("my_nas 2") == "my-nas-2");
  CHECK(mail_host("näs") == "n--s");
  CHECK(mail_host("..a..b..") == "a.b");
  CHECK(mail_host("-a-") == "a");
  CHECK(mail_host("") == "localhost");
  CHECK(mail_host("日本") == "localhost");
  CHECK(mail_host(std::string(300, 'a')).size() == 100);
}
