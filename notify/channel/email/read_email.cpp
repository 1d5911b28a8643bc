#include "notify/channel/email/read_email.hpp"

#include "notify/channel/email/email.hpp"
#include "notify/channel/key_reader.hpp"

#include <algorithm>
#include <charconv>

namespace notify {
namespace {

using namespace std::chrono_literals;
using MailTls = core::MailRequest::Tls;

constexpr core::Milliseconds mail_timeout_min = 1s;

std::uint16_t usual_mail_port(MailTls tls) {
  switch (tls) {
    case MailTls::starttls: return 587;
    case MailTls::implicit: return 465;
    case MailTls::none: return 25;
  }
  return 587;
}

MailTls read_mail_tls(KeyReader& keys) {
  const auto tls = keys.text("tls", "starttls");
  if (tls == "implicit") return MailTls::implicit;
  if (tls == "none") return MailTls::none;
  if (tls != "starttls")
    keys.refuse("tls", "expected one of starttls, implicit, none, found '" + tls + "'");
  return MailTls::starttls;
}

bool is_mail_text(const std::string& text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
}

void read_mail_mechanisms(KeyReader& keys, core::MailRequest& server) {
  const bool has_token = !server.token.empty();
  const auto auth = keys.text("auth", has_token ? "xoauth2" : "auto");
  if (auth == "auto")
    server.mechanisms = {"PLAIN", "LOGIN"};
  else if (auth == "plain")
    server.mechanisms = {"PLAIN"};
  else if (auth == "login")
    server.mechanisms = {"LOGIN"};
  else if (auth == "xoauth2")
    server.mechanisms = {"XOAUTH2"};
  else
    return keys.refuse("auth", "expected one of auto, plain, login, xoauth2, found '" + auth + "'");
  if (has_token != (auth == "xoauth2"))
    keys.refuse("auth", has_token ? "expected xoauth2 beside a token"
                                  : "expected a token (or token_file) beside xoauth2");
}

void read_mail_login(KeyReader& keys, core::MailRequest& server) {
  server.username = keys.text("username");
  server.password = keys.secret("password");
  server.token = keys.secret("token");
  if (!is_mail_text(server.username) || !is_mail_text(server.password.reveal()) ||
      !is_mail_text(server.token.reveal()))
    keys.refuse("username", "expected a user name, password and token of one line each");
  const bool has_password = !server.password.empty(), has_token = !server.token.empty();
  const bool secret_written = keys.has("password") || keys.has("password_file") ||  //
                              keys.has("token") || keys.has("token_file");
  if (has_password && has_token) keys.refuse("token", "expected a password or a token, found both");
  if (server.username.empty() && secret_written)
    keys.refuse("username", "expected the name to log in with beside the password or token");
  if (!server.username.empty() && !secret_written)
    keys.refuse("username", "expected a password (or password_file), or a token, beside it");
  read_mail_mechanisms(keys, server);
}

// A password is not sent where others on the way can read it.
void refuse_open_login(KeyReader& keys, const core::MailRequest& server) {
  const bool allowed = keys.flag("allow_insecure_auth", false);
  if (server.tls != MailTls::none || server.username.empty() || allowed) return;
  if (!is_loopback_name(server.host))
    keys.refuse("tls",
                "expected starttls or implicit, as the password would be sent in the clear "
                "to " +
                    server.host + " (allow_insecure_auth: true sends it all the same)");
}

MailAddress read_mail_address(KeyReader& keys, const std::string& key, const std::string& text) {
  auto parsed = parse_mail_address(text);
  if (parsed) return std::move(*parsed);
  keys.refuse(key, parsed.error().what);
  return {};
}

std::vector<MailAddress> read_mail_recipients(KeyReader& keys) {
  std::vector<MailAddress> recipients;
  const auto texts = keys.texts("to", [](const std::string& item) -> core::Status {
    const auto parsed = parse_mail_address(item);
    return parsed ? core::Status{} : core::Status{parsed.error()};
  });
  for (const auto& text : texts) {
    const auto parsed = parse_mail_address(text);
    if (parsed && std::find(recipients.begin(), recipients.end(), *parsed) == recipients.end())
      recipients.push_back(*parsed);
  }
  return recipients;
}

Letterhead read_letterhead(KeyReader& keys, core::YamlMap& map) {
  Letterhead head;
  const auto from = keys.required_text("from");
  if (!from.empty()) head.from = read_mail_address(keys, "from", from);
  map.require("to");
  const auto written = map.has("to");
  head.to = read_mail_recipients(keys);
  if (written && head.to.empty()) keys.refuse("to", "expected at least one address");
  if (head.to.size() > mail_recipients_max)
    keys.refuse("to", "expected at most " + std::to_string(mail_recipients_max) + " addresses");
  const auto reply_to = keys.text("reply_to");
  if (!reply_to.empty()) head.reply_to = read_mail_address(keys, "reply_to", reply_to);
  return head;
}

bool is_mail_host_letter(char c) {
  return c > ' ' && c != 0x7F && std::string_view("/@?#%[]\\:").find(c) == std::string::npos;
}

}  // namespace

bool is_loopback_name(const std::string& host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

bool read_mail_server(const std::string& text, core::MailRequest& server) {
  std::string_view rest = text;
  std::string_view host;
  if (rest.starts_with('[')) {
    const auto end = rest.find(']');
    if (end == std::string_view::npos) return false;
    host = rest.substr(1, end - 1);
    rest.remove_prefix(end + 1);
    if (host.find_first_not_of("0123456789abcdefABCDEF:.") != std::string_view::npos) return false;
  } else {
    host = rest.substr(0, rest.find(':'));
    rest.remove_prefix(host.size());
    if (!std::all_of(host.begin(), host.end(), is_mail_host_letter)) return false;
  }
  server.host = host;
  server.port = usual_mail_port(server.tls);
  if (host.empty() || rest.empty()) return !host.empty();
  const auto port = rest.substr(1);
  const auto* end = port.data() + port.size();
  const auto parsed = std::from_chars(port.data(), end, server.port);
  return rest.front() == ':' && parsed.ec == std::errc{} && parsed.ptr == end && server.port > 0;
}

std::optional<ChannelSettings> read_email(core::YamlMap& map) {
  KeyReader keys(map, "email");
  EmailSettings settings;
  auto& server = settings.server;
  server.tls = read_mail_tls(keys);
  const auto place = keys.required_text("smtp");
  if (!place.empty() && !read_mail_server(place, server))
    keys.refuse("smtp",
                "expected HOST or HOST:PORT, such as smtp.example.org:587, found '" + place + "'");
  read_mail_login(keys, server);
  refuse_open_login(keys, server);
  server.ca_file = keys.path("ca_file");
  server.timeout = keys.duration("timeout", server.timeout, mail_timeout_min, send_timeout_max);
  settings.head = read_letterhead(keys, map);
  // Where `to` is missing, that was said, and there is nothing to be made.
  if (settings.head.to.empty()) return std::nullopt;
  return keys.settings([settings] { return make_email_channel(settings); });
}

const std::string_view email_sample = R"(notify:
  channels:
    email:
      type: email
      smtp: "smtp.example.org:587"
      tls: starttls                    # starttls | implicit (port 465) | none
      username: evenkeel@example.org   # leave out for a server that wants no login
      password_file: /etc/evenkeel/smtp-password
      from: "evenkeel <evenkeel@example.org>"
      to: [you@example.org]
      # token_file: /etc/evenkeel/smtp-token   # instead of a password: XOAUTH2
      # ca_file: /etc/evenkeel/mail-ca.pem     # the authority of a server of your own
      # reply_to: ops@example.org
      # timeout: 30s
)";

}  // namespace notify
