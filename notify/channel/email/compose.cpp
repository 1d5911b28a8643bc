#include "notify/channel/email/compose.hpp"

#include "notify/channel/email/mime.hpp"
#include "notify/render/html.hpp"
#include "notify/render/line_text.hpp"
#include "notify/render/plain_text.hpp"

#include <algorithm>

namespace notify {
namespace {

constexpr std::size_t subject_bytes_max = 250;  // more is not shown in any list of mails
constexpr std::size_t mail_host_bytes_max = 100;

bool is_mail_id(std::string_view id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
  });
}

std::string mail_id(std::string_view id, const std::string& host) {
  return "<" + std::string(is_mail_id(id) ? id : "none") + "@" + host + ">";
}

// Every mail of a thread names the thread itself, so that mail programs put them together whichever
// of them they have. A message whose id is the thread's is what the others refer to.
std::string thread_headers(const Message& message, const std::string& host) {
  if (message.thread.empty() || message.thread == message.id) return {};
  const auto root = mail_id(message.thread, host);
  const auto references = word_header("References", {root});
  return message.begins_thread ? references : word_header("In-Reply-To", {root}) + references;
}

// Priority is for what somebody has to get up for.
std::string urgency_headers(const Message& message) {
  const bool urgent = message.severity == model::Severity::critical &&
                      message.kind != MessageKind::resolved &&
                      message.kind != MessageKind::digest && message.kind != MessageKind::test;
  return urgent ? "X-Priority: 1 (Highest)\r\nImportance: high\r\n" : "";
}

std::string mail_head(const Message& message, const Letterhead& head) {
  const auto host = mail_host(message.host);
  auto text = address_header("From", {head.from}) + address_header("To", head.to);
  if (head.reply_to) text += address_header("Reply-To", {*head.reply_to});
  text += text_header("Subject", cut_text(subject_line(message), subject_bytes_max));
  text += "Date: " + mail_date(message.at) + "\r\n";
  text += word_header("Message-ID", {mail_id(message.id, host)}) + thread_headers(message, host);
  // No answers of machines to a machine: RFC 3834, and Exchange's own header.
  text += "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\n";
  text += urgency_headers(message);
  text += text_header("X-Evenkeel-Id", message.id);
  return text + text_header("X-Evenkeel-Severity", model::name_of(message.severity));
}

std::string mail_part(std::string_view type, std::string_view text) {
  const auto body = encode_body(text);
  return "Content-Type: " + std::string(type) +
         "; charset=utf-8\r\nContent-Transfer-Encoding: " + body.encoding + "\r\n\r\n" + body.text;
}

}  // namespace

std::string mail_host(std::string_view host) {
  std::string name;
  for (const char c : host.substr(0, mail_host_bytes_max)) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    const bool after_dot = name.empty() || name.back() == '.';
    if (fits || (c == '.' && !after_dot))
      name += c;
    else if (c != '.' && !after_dot)
      name += '-';
  }
  while (!name.empty() && (name.back() == '.' || name.back() == '-')) name.pop_back();
  return name.empty() ? "localhost" : name;
}

std::string compose_mail(const Message& message, const Letterhead& head) {
  // "=_" is in no body of either encoding (RFC 2045 6.7).
  constexpr std::string_view boundary = "=_evenkeel_part_=";
  const auto between = "--" + std::string(boundary);
  return mail_head(message, head) +
         "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"" +
         std::string(boundary) + "\"\r\n\r\n" + between + "\r\n" +
         mail_part("text/plain", plain_text(message)) + between + "\r\n" +
         mail_part("text/html", html_page(message)) + between + "--\r\n";
}

}  // namespace notify
