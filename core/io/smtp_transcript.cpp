#include "core/io/smtp_transcript.hpp"

#include "core/text.hpp"
#include "core/utf8.hpp"

#include <array>
#include <cctype>
#include <utility>

namespace core {
namespace {

// A reply is read by a person; what is longer says nothing more. An unfinished line likewise.
constexpr std::size_t reply_bytes_max = 1'000;
constexpr std::size_t reply_line_bytes_max = 4'096;

bool are_reply_digits(std::string_view text) {
  for (const char c : text) {
    if (!std::isdigit(static_cast<unsigned char>(c))) return false;
  }
  return true;
}

// Printable UTF-8: what is none of it becomes a question mark.
std::string printable_reply(std::string_view text) {
  std::string clean;
  while (!text.empty()) {
    const auto character = first_character(text);
    const auto length = character ? character->length : 1;
    const bool shown = character && character->code >= 0x20 && character->code != 0x7F &&
                       (character->code < 0x80 || character->code >= 0xA0);
    clean += shown ? text.substr(0, length) : std::string_view("?");
    text.remove_prefix(length);
  }
  return clean;
}

// "5.1.1 " in front of a further line says again what the first one said.
std::string_view without_reply_status(std::string_view text) {
  const auto end = text.find(' ');
  const auto status = text.substr(0, end);
  const bool is_status = status.size() >= 5 && status.size() <= 9 && status[1] == '.' &&
                         are_reply_digits(replace_all(std::string(status), ".", ""));
  if (!is_status) return text;
  return end == std::string_view::npos ? std::string_view() : trim(text.substr(end));
}

constexpr std::array<std::pair<std::string_view, MailStep>, 8> smtp_verbs{{
    {"EHLO", MailStep::hello},
    {"HELO", MailStep::hello},
    {"STARTTLS", MailStep::starttls},
    {"AUTH", MailStep::login},
    {"MAIL", MailStep::sender},
    {"RCPT", MailStep::recipient},
    {"DATA", MailStep::data},
    {"QUIT", MailStep::quit},
}};

}  // namespace

std::string_view missing_at(MailStep step) {
  switch (step) {
    case MailStep::connect: return "no connection";
    case MailStep::greeting: return "no greeting";
    case MailStep::hello: return "no answer to EHLO";
    case MailStep::starttls: return "no answer to STARTTLS";
    case MailStep::tls: return "no end of the TLS handshake";
    case MailStep::login: return "no answer to AUTH";
    case MailStep::sender: return "no answer to MAIL FROM";
    case MailStep::recipient: return "no answer to RCPT TO";
    case MailStep::data: return "no answer to DATA";
    case MailStep::text: return "no answer after the mail was sent";
    case MailStep::quit: return "no answer to QUIT";
  }
  return "";
}

void SmtpTranscript::sent(std::string_view line) {
  if (std::exchange(challenged_, false)) {
    login_answered_ = true;
    return;
  }
  const auto verb = line.substr(0, line.find_first_of(" \r\n"));
  for (const auto& [name, step] : smtp_verbs) {
    if (verb != name) continue;
    if (step == MailStep::quit) before_quit_ = step_;
    step_ = step;
  }
}

void SmtpTranscript::received(std::string_view text) {
  connected();
  for (const char c : text) {
    if (c == '\n') {
      take_line(trim(rest_));
      rest_.clear();
    } else if (rest_.size() < reply_line_bytes_max) {
      rest_ += c;
    }
  }
}

void SmtpTranscript::take_line(std::string_view line) {
  if (line.size() < 3 || !are_reply_digits(line.substr(0, 3))) return;
  const auto said = line.size() > 4 ? trim(line.substr(4)) : std::string_view();
  auto& text = unfinished_.text;
  const auto piece = printable_reply(text.empty() ? said : without_reply_status(said));
  if (!piece.empty() && text.size() + piece.size() <= reply_bytes_max)
    text += (text.empty() ? "" : " ") + piece;
  unfinished_.code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  if (line.size() > 3 && line[3] == '-') return;
  text = std::string(line.substr(0, 3)) + (text.empty() ? "" : " ") + text;
  take_reply();
  unfinished_ = {};
}

void SmtpTranscript::take_reply() {
  const int code = unfinished_.code;
  if (step_ == MailStep::quit) return;
  challenged_ = step_ == MailStep::login && code == 334;
  if (step_ == MailStep::recipient) recipients_.push_back(unfinished_);
  const bool accepts = step_ == MailStep::text && code >= 200 && code < 300;
  const bool decides = accepts || code >= 400;
  deciding_ = decides ? unfinished_ : SmtpReply{};
  deciding_step_ = step_;
  accepted_ = accepted_ || accepts;
  if (step_ == MailStep::starttls && code == 220) step_ = MailStep::tls;
  if (step_ == MailStep::data && code == 354) step_ = MailStep::text;
}

}  // namespace core
