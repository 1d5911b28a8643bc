// What the judge of a stop asks of the engine, and when: the questions of judge_stop.hpp.
#include "reconcile/judge_stop.hpp"

namespace reconcile {

Question question_due(const StopEvidence& e, core::MonoTime now) {
  if (e.engine_lost || e.own_call) return Question::none;
  if (!meant_as_stop(e)) {
    // Under load an engine on its way down tells of its stops later than it is waited for.
    const bool ask = was_killed(e) && e.died && !e.destroyed && !e.answer_after_kill;
    return ask && now - e.died_at >= collecting ? Question::after_kill : Question::none;
  }
  if (!e.stopped && !e.died) return Question::none;  // known from an earlier life
  const auto since = now - moment_of(e);
  if (!e.first_answer) return since >= first_question ? Question::first : Question::none;
  if (!e.second_answer) return since >= second_question ? Question::second : Question::none;
  return Question::none;
}

bool has_unanswered(const StopEvidence& e) {
  return e.first_answer == false || e.second_answer == false || e.answer_after_kill == false;
}

void forget_unanswered(StopEvidence& e, core::MonoTime now) {
  if (now - moment_of(e) < second_question + ask_again_after) return;
  for (auto* answer : {&e.first_answer, &e.second_answer, &e.answer_after_kill}) {
    if (*answer == false) answer->reset();
  }
}

}  // namespace reconcile
