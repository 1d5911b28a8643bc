#include "notify/channel/email/judge_mail.hpp"

#include "support/catch.hpp"

using core::MailAnswer;
using core::MailStep;
using notify::judge_mail;
using notify::SendOutcome;
using notify::Stragglers;

namespace {

std::string judged(MailStep step, int code, const std::string& text) {
  MailAnswer answer;
  answer.accepted = code == 250;
  answer.step = step;
  answer.code = code;
  answer.text = text;
  const auto verdict = judge_mail(answer, {});
  const auto* outcome = verdict.outcome == SendOutcome::delivered ? "delivered: "
                        : verdict.outcome == SendOutcome::retry   ? "retry: "
                                                                  : "refused: ";
  return outcome + verdict.text;
}

}  // namespace

TEST_CASE("what an answer means for a message") {
  CHECK(judged(MailStep::text, 250, "250 Ok") == "delivered: 250 Ok");
  CHECK(judged(MailStep::recipient, 450, "450 greylisted") == "retry: 450 greylisted");
  CHECK(judged(MailStep::recipient, 550, "550 nobody") == "refused: 550 nobody");
  CHECK(judged(MailStep::text, 554, "554 spam") == "refused: 554 spam");
  CHECK(judged(MailStep::data, 554, "554 no") == "refused: 554 no");
  CHECK(judged(MailStep::text, 451, "451 busy") == "retry: 451 busy");
  CHECK(judged(MailStep::sender, 552, "552 too big") == "refused: 552 too big");
  CHECK(judged(MailStep::recipient, 0, "no answer") == "retry: no answer");
}

TEST_CASE("what a person mends is tried again, and says what to look at") {
  CHECK(judged(MailStep::greeting, 554, "554 no service") == "retry: 554 no service");
  CHECK(judged(MailStep::login, 535, "535 bad") ==
        "retry: 535 bad (check username, password or token, and auth)");
  CHECK(judged(MailStep::sender, 553, "553 not yours") == "retry: 553 not yours (check from)");
  CHECK(judged(MailStep::sender, 530, "530 log in") ==
        "retry: 530 log in (it wants a login: username and password)");
  CHECK(judged(MailStep::recipient, 530, "530 log in") ==
        "retry: 530 log in (it wants a login: username and password)");
}

TEST_CASE("who was refused is named beside what the others' server said") {
  MailAnswer answer;
  answer.accepted = true;
  answer.text = "250 Ok: queued as 7";
  Stragglers::Next next;
  next.given_up = {{"b@x", 550, "550 no such user"}};
  const auto verdict = judge_mail(answer, next);
  CHECK(verdict.outcome == SendOutcome::delivered);
  CHECK(verdict.text == "250 Ok: queued as 7; refused: b@x (550 no such user)");
}

TEST_CASE("where nobody is taken, each is named") {
  MailAnswer answer;
  answer.step = MailStep::recipient;
  answer.code = 550;
  answer.text = "550 two";
  answer.refused = {{"a@x", 550, "550 one"}, {"b@x", 550, "550 two"}};
  const auto verdict = judge_mail(answer, {});
  CHECK(verdict.outcome == SendOutcome::refused);
  CHECK(verdict.text == "nobody is taken: a@x (550 one), b@x (550 two)");
}

TEST_CASE("while some are waited for, it is tried again") {
  MailAnswer answer;
  answer.accepted = true;
  answer.text = "250 Ok";
  answer.refused = {{"b@x", 450, "450 greylisted"}};
  const auto verdict = judge_mail(answer, {.again = true});
  CHECK(verdict.outcome == SendOutcome::retry);
  CHECK(verdict.text == "others have it; not yet: b@x (450 greylisted)");
}
