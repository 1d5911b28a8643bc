#include "notify/channel/email/judge_mail.hpp"

namespace notify {
namespace {

using core::MailAnswer;
using core::MailStep;

constexpr int too_much_mail = 552;  // "message exceeds fixed maximum message size"

std::string mail_refusals_text(const std::vector<MailAnswer::Refusal>& refusals) {
  std::string text;
  for (const auto& refusal : refusals)
    text += (text.empty() ? "" : ", ") + refusal.recipient + " (" + refusal.text + ")";
  return text;
}

// 530, 534, 535 and 538 are about logging in (RFC 4954 6) wherever they come.
bool is_about_login(int code) { return code >= 530 && code <= 538; }

// Of the server as it is set up, not of this message: nothing in the message would change it.
bool is_about_setup(const MailAnswer& answer) {
  if (is_about_login(answer.code)) return true;
  switch (answer.step) {
    case MailStep::recipient:
    case MailStep::data:
    case MailStep::text: return false;
    case MailStep::sender: return answer.code != too_much_mail;
    default: return true;
  }
}

SendOutcome mail_outcome(const MailAnswer& answer) {
  if (answer.code < 500 || is_about_setup(answer)) return SendOutcome::retry;
  return SendOutcome::refused;
}

// The server has let us in, and what it did then may be for this message: an answer, or its death.
bool has_seen_mail(const MailAnswer& answer) {
  if (answer.why == MailAnswer::Why::none) return answer.code < 500 && !is_about_setup(answer);
  return answer.why == MailAnswer::Why::unreachable && answer.step == MailStep::text;
}

std::string mail_hint(const MailAnswer& answer) {
  if (answer.code < 500 || answer.why != MailAnswer::Why::none) return {};
  if (answer.step == MailStep::login) return " (check username, password or token, and auth)";
  if (is_about_login(answer.code)) return " (it wants a login: username and password)";
  if (answer.step == MailStep::sender && is_about_setup(answer)) return " (check from)";
  return {};
}

// Which of several recipients it was about is not in every server's words.
std::string mail_refused_text(const MailAnswer& answer) {
  const bool several = answer.step == MailStep::recipient && answer.refused.size() > 1;
  return several ? "nobody is taken: " + mail_refusals_text(answer.refused)
                 : answer.text + mail_hint(answer);
}

}  // namespace

Answer judge_mail(const MailAnswer& answer, const Stragglers::Next& next) {
  if (next.again) {
    const auto said = answer.refused.empty() ? answer.text : mail_refusals_text(answer.refused);
    return {SendOutcome::retry, "others have it; not yet: " + said, std::nullopt};
  }
  if (answer.accepted) {
    const auto lost = mail_refusals_text(next.given_up);
    return {SendOutcome::delivered, answer.text + (lost.empty() ? "" : "; refused: " + lost),
            std::nullopt};
  }
  // Some have it, and the rest never will.
  if (!next.given_up.empty())
    return {SendOutcome::delivered,
            "the others have it; refused: " + mail_refusals_text(next.given_up), std::nullopt};
  Answer judged{mail_outcome(answer), mail_refused_text(answer), std::nullopt};
  judged.saw_it = judged.outcome == SendOutcome::retry && has_seen_mail(answer);
  return judged;
}

}  // namespace notify
