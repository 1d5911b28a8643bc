// A blocking SMTP client, for pool threads: never call it on the I/O thread.
#pragma once

#include "core/clock.hpp"
#include "core/io/smtp_transcript.hpp"
#include "core/secret.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace core {

struct MailRequest {
  enum class Tls {
    starttls,  // a session that cannot be encrypted ends before anything is said
    implicit,  // TLS first
    none,
  };

  std::string host;  // name or address, IPv6 without brackets
  std::uint16_t port = 587;
  Tls tls = Tls::starttls;
  std::string ca_file;  // PEM: the authorities that are trusted; "" for the machine's
  std::string hello;    // our name for EHLO; "" for the machine's
  // "" logs in nowhere. Where the server offers no login at all, the mail is tried without.
  std::string username;
  Secret password;                      // for PLAIN and LOGIN
  Secret token;                         // for XOAUTH2
  std::vector<std::string> mechanisms;  // that may be used: "PLAIN", "LOGIN", "XOAUTH2"
  std::string from;                     // addresses alone: "ops@example.org"
  std::vector<std::string> to;
  std::string text;              // of the mail: headers and body, lines end in CRLF
  Milliseconds timeout{30'000};  // of the whole session
  // Of each wait in it, seen to about once a second; that after the end of the mail may take the
  // rest of `timeout` (servers look into mails then), that after QUIT two seconds.
  Milliseconds step_timeout{15'000};
  // Asked about once a second; false ends the session.
  std::function<bool()> goes_on;
};

struct MailAnswer {
  struct Refusal {
    std::string recipient;
    int code = 0;
    std::string text;
  };
  enum class Why {
    none,           // there is a reply
    cancelled,      // by `goes_on`
    configuration,  // certificate, TLS, login, a name or an address that is none: a person mends it
    unreachable,    // no connection, or it broke, or took too long
  };

  bool accepted = false;              // the server answers for it now, for at least one recipient
  MailStep step = MailStep::connect;  // where it ended
  int code = 0;                       // of the reply that decided; 0: there was none
  std::string text;                   // that reply on one line; else what went wrong. No secrets
  Why why = Why::none;
  std::vector<Refusal> refused;  // recipients, in their order
};

// Certificates are verified, TLS is 1.2 or newer, no proxy is asked. Ends within `timeout` and four
// seconds. Where a name takes longer to look up, the lookup ends by itself later. Thread-safe.
MailAnswer send_mail(const MailRequest& request);

}  // namespace core
