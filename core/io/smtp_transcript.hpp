// What the two sides of an SMTP session said, as far as it decides what became of a mail. Pure: it
// is fed line by line, and holds nothing of what was said to log in.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace core {

// Where a session is: what is waited for.
enum class MailStep {
  connect,    // TCP, and TLS where that comes first
  greeting,   // 220
  hello,      // the answer to EHLO
  starttls,   // the answer to STARTTLS
  tls,        // the handshake after that
  login,      // AUTH
  sender,     // MAIL FROM
  recipient,  // RCPT TO
  data,       // DATA, up to 354
  text,       // the mail itself, up to the answer after its end
  quit,
};
// "no answer to RCPT TO", "no greeting", ...: what is missing while a session is there.
std::string_view missing_at(MailStep step);

struct SmtpReply {
  int code = 0;      // 0: there was none
  std::string text;  // "550 5.1.1 <x@example.org>: no such user"; several lines are joined
};

class SmtpTranscript {
 public:
  void connected() { step_ = step_ == MailStep::connect ? MailStep::greeting : step_; }
  // One command line, or an answer to a challenge of AUTH.
  void sent(std::string_view line);
  // Lines of the server, whole or in pieces.
  void received(std::string_view text);

  MailStep step() const { return step_; }
  // The same, but where it was when QUIT was said: also in vain, before the connection is closed.
  MailStep step_before_quit() const { return step_ == MailStep::quit ? before_quit_ : step_; }
  // The server has taken the mail; `deciding` is what it said then.
  bool accepted() const { return accepted_; }
  // The reply that tells what became of the mail, and where it came: that which accepted it, or the
  // last one where that is a refusal. Without a code where neither was said.
  const SmtpReply& deciding() const { return deciding_; }
  MailStep deciding_step() const { return deciding_step_; }
  // Something was said to log in; a login that ends without a reply that refuses it was not taken.
  bool login_answered() const { return login_answered_; }
  // In the order of the recipients; fewer where it did not come to all.
  const std::vector<SmtpReply>& recipients() const { return recipients_; }

 private:
  void take_line(std::string_view line);
  void take_reply();

  bool accepted_ = false, challenged_ = false, login_answered_ = false;
  MailStep step_ = MailStep::connect, deciding_step_ = MailStep::connect;
  MailStep before_quit_ = MailStep::connect;
  std::string rest_;      // an unfinished line
  SmtpReply unfinished_;  // of several lines
  SmtpReply deciding_;
  std::vector<SmtpReply> recipients_;
};

}  // namespace core
