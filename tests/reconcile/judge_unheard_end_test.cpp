// The engine went away between a signal and the end that it brought: nobody tells of it any more.
#include "reconcile/judge_stop.hpp"

#include "support/catch.hpp"

#include <chrono>

using namespace std::chrono_literals;
using reconcile::StopEvidence;
using reconcile::StopKind;

namespace {

const core::Instant at{core::WallTime{1'769'860'800'000ms}, core::MonoTime{36'000'000ms}};

StopEvidence signaled(int signal) {
  StopEvidence e;
  e.kill_signal = signal;
  e.engine_lost = true;
  return e;
}

StopEvidence back(std::optional<bool> manually_stopped, int signal = 15) {
  auto e = signaled(signal);
  e.engine_back = true;
  e.back_at = at.mono;
  e.manually_stopped = manually_stopped;
  return e;
}

StopKind judged(const StopEvidence& e, core::Milliseconds after = 1s) {
  return reconcile::judge_stop(e, at + after).kind;
}

}  // namespace

TEST_CASE("an end that may still be told is waited for until the engine is back") {
  CHECK(judged(signaled(15)) == StopKind::wait);
}

TEST_CASE("an end that was never told is decided when the engine is back, and by its flag") {
  CHECK(judged(back({})) == StopKind::assumed_running);
  CHECK(judged(back(true)) == StopKind::by_client);
  CHECK(judged(back(true), 10s) == StopKind::confirmed);
  CHECK(judged(back(false)) == StopKind::engine_shutdown);
}

TEST_CASE("a flag that proves nothing leaves the stored intent as it is") {
  auto crashed = back(true);
  crashed.engine_crashed = true;
  CHECK(judged(crashed) == StopKind::assumed_running);
  auto spent = back(true);
  spent.mark_spent = true;
  CHECK(judged(spent) == StopKind::assumed_running);
}

TEST_CASE("a signal that was to end nothing is nobody's stop, whatever the flag says") {
  CHECK(judged(back(true, 1)) == StopKind::engine_shutdown);
}

TEST_CASE("a kill whose end was never told is drift, unless kills mean stops") {
  CHECK(judged(back(true, 9)) == StopKind::assumed_running);
  CHECK(judged(back(true, 3)) == StopKind::assumed_running);
  auto meant = back(true, 9);
  meant.kill_means = model::KillMeans::stop;
  CHECK(judged(meant) == StopKind::by_client);
  auto own = back(true, 3);
  own.stop_signal = "SIGQUIT";
  CHECK(judged(own) == StopKind::by_client);
}
