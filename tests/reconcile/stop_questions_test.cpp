#include "reconcile/judge_stop.hpp"

#include "support/catch.hpp"

#include <chrono>

using namespace std::chrono_literals;
using reconcile::Question;
using reconcile::question_due;
using reconcile::StopEvidence;

namespace {

const core::MonoTime at{36'000'000ms};

StopEvidence a_kill() {
  StopEvidence e;
  e.kill_signal = 15;
  e.died = true;
  e.died_at = at;
  return e;
}

StopEvidence a_stop() {
  auto e = a_kill();
  e.stopped = true;
  e.stopped_at = at;
  return e;
}

}  // namespace

TEST_CASE("after a stop the engine is asked twice, a second apart") {
  auto e = a_stop();
  CHECK(question_due(e, at + 200ms) == Question::none);
  CHECK(question_due(e, at + 300ms) == Question::first);
  e.first_answer = true;
  CHECK(question_due(e, at + 300ms) == Question::none);
  CHECK(question_due(e, at + 1300ms) == Question::second);
  e.second_answer = true;
  CHECK(question_due(e, at + 1h) == Question::none);
}

TEST_CASE("a death after a kill is asked about once no stop is waited for any more") {
  auto e = a_kill();
  CHECK(question_due(e, at + 900ms) == Question::none);
  CHECK(question_due(e, at + 1s) == Question::after_kill);
  e.answer_after_kill = true;
  CHECK(question_due(e, at + 1h) == Question::none);
}

TEST_CASE("with kill_means: stop a kill is asked about like a stop") {
  auto e = a_kill();
  e.kill_means = model::KillMeans::stop;
  CHECK(question_due(e, at + 300ms) == Question::first);
}

TEST_CASE("nobody is asked about our own calls, crashes, removals by force and a lost engine") {
  auto own = a_stop(), crash = a_kill(), removed = a_kill(), lost = a_stop();
  own.own_call = true;
  crash.kill_signal.reset();
  removed.destroyed = true;
  lost.engine_lost = true;
  for (const auto& e : {own, crash, removed, lost})
    CHECK(question_due(e, at + 1min) == Question::none);
}

TEST_CASE("what went unanswered is asked again two seconds after the second question") {
  auto e = a_stop();
  e.first_answer = true;
  e.second_answer = false;
  CHECK(has_unanswered(e));
  forget_unanswered(e, at + 3s);
  CHECK(question_due(e, at + 3s) == Question::none);
  forget_unanswered(e, at + 3300ms);
  CHECK(question_due(e, at + 3300ms) == Question::second);
  CHECK(e.first_answer == true);
}
