// The table of DESIGN.md, "Intent", line by line.
#include "reconcile/judge_stop.hpp"

#include "support/catch.hpp"

#include <chrono>

using namespace std::chrono_literals;
using reconcile::StopEvidence;
using reconcile::StopKind;

namespace {

const core::Instant at{core::WallTime{1'769'860'800'000ms}, core::MonoTime{36'000'000ms}};

// `docker stop` as it is seen live: kill, die, stop.
StopEvidence a_stop() {
  StopEvidence e;
  e.kill_signal = 15;
  e.died = e.stopped = true;
  e.died_at = e.stopped_at = at.mono;
  return e;
}

StopEvidence a_kill(int signal) {
  StopEvidence e;
  e.kill_signal = signal;
  e.died = true;
  e.exit_code = 137;
  e.died_at = at.mono;
  return e;
}

StopEvidence answered(StopEvidence e, std::optional<bool> first, std::optional<bool> second) {
  e.first_answer = first;
  e.second_answer = second;
  return e;
}

template <class Change> StopEvidence but(StopEvidence e, Change change) {
  change(e);
  return e;
}

struct Row {
  std::string sentence;
  StopEvidence evidence;
  core::Milliseconds after;
  StopKind expected;
};

std::vector<Row> live_rows() {
  const auto twice = answered(a_stop(), true, true);
  const auto noted = but(twice, [](auto& e) { e.marked = true; });
  return {
      {"a stop that no question followed yet is tentative", a_stop(), 0ms, StopKind::tentative},
      {"the end is waited for, which newer engines tell of after the stop",
       but(a_stop(),
           [](auto& e) {
             e.died = false;
             e.replayed = true;
           }),
       400ms, StopKind::wait},
      {"one answer is not enough", answered(a_stop(), true, {}), 400ms, StopKind::tentative},
      {"two answers make it a client's", twice, 1400ms, StopKind::by_client},
      {"a start that its owner has asked for since overrules it",
       but(twice, [](auto& e) { e.overruled = true; }), 10s, StopKind::restarted},
      {"of what its owner has asked for since, the end is waited for",
       but(a_stop(),
           [](auto& e) {
             e.overruled = true;
             e.died = false;
           }),
       400ms, StopKind::wait},
      {"which may never be told",
       but(a_stop(),
           [](auto& e) {
             e.overruled = true;
             e.died = false;
           }),
       1s, StopKind::restarted},
      {"no answer means that the engine may be going down", answered(a_stop(), false, {}), 400ms,
       StopKind::wait},
      {"no second answer means the same", answered(a_stop(), true, false), 1400ms, StopKind::wait},
      {"a start afterwards means a restart", but(twice, [](auto& e) { e.started_again = true; }),
       3s, StopKind::restarted},
      {"a failed start afterwards is drift",
       but(twice, [](auto& e) { e.start_error = "port is taken"; }), 3s, StopKind::drift},
      {"our own call is ours", but(twice, [](auto& e) { e.own_call = true; }), 3s, StopKind::own},
      {"a host that goes down means no intent",
       but(twice, [](auto& e) { e.host_going_down = true; }), 3s, StopKind::engine_shutdown},
      {"but not of what the engine had noted as a client's",
       but(noted, [](auto& e) { e.host_going_down = true; }), 3s, StopKind::by_client},
      {"an agent that goes down leaves it to its next start",
       but(a_stop(), [](auto& e) { e.agent_going_down = true; }), 0ms, StopKind::wait},
      {"a stop while backing off has neither kill nor die",
       but(twice,
           [](auto& e) {
             e.kill_signal.reset();
             e.died = false;
           }),
       2s, StopKind::by_client},
  };
}

std::vector<Row> later_rows() {
  const auto twice = answered(a_stop(), true, true);
  return {
      {"the settle time confirms it", twice, 10s, StopKind::confirmed},
      {"stop and destroy may still become a re-creation",
       but(a_stop(), [](auto& e) { e.destroyed = true; }), 2s, StopKind::tentative},
      {"stop and destroy and nothing new is a removal",
       but(a_stop(), [](auto& e) { e.destroyed = true; }), 10s, StopKind::removed},
      {"a stored verdict by_client survives the loss of the engine",
       but(a_stop(),
           [](auto& e) {
             e.known_by_client = true;
             e.engine_lost = true;
           }),
       11s, StopKind::confirmed},
      {"a stored verdict by_client becomes a removal when it is destroyed",
       but(a_stop(),
           [](auto& e) {
             e.known_by_client = true;
             e.destroyed = true;
           }),
       11s, StopKind::removed},
  };
}

std::vector<Row> death_rows() {
  const auto stop_kind = [](auto& e) { e.kill_means = model::KillMeans::stop; };
  return {
      {"a death without a kill is a crash", but(a_kill(9), [](auto& e) { e.kill_signal.reset(); }),
       0ms, StopKind::drift},
      {"a HUP before a death ended nothing: a crash", a_kill(1), 0ms, StopKind::drift},
      {"a kill may still be followed by its stop", a_kill(15), 500ms, StopKind::wait},
      {"a kill that nobody has asked about yet is not judged", a_kill(9), 1s, StopKind::wait},
      {"docker kill is drift", but(a_kill(9), [](auto& e) { e.answer_after_kill = true; }), 1s,
       StopKind::drift},
      {"a kill by an engine that does not answer may be its shutdown",
       but(a_kill(15), [](auto& e) { e.answer_after_kill = false; }), 1min, StopKind::wait},
      {"docker rm -f is drift, and known at once",
       but(a_kill(9), [](auto& e) { e.destroyed = true; }), 0ms, StopKind::drift},
      {"a signal that has not ended it is waited for",
       but(a_kill(15), [](auto& e) { e.died = false; }), 5s, StopKind::wait},
      {"a kill is a stop where kill_means says so", answered(but(a_kill(9), stop_kind), true, true),
       2s, StopKind::by_client},
      {"rm -f is drift even there",
       but(but(a_kill(9), stop_kind), [](auto& e) { e.destroyed = true; }), 2s, StopKind::drift},
      {"the container's own stop signal counts as ending it",
       but(a_kill(28), [](auto& e) { e.stop_signal = "SIGWINCH"; }), 500ms, StopKind::wait},
      {"a kill while the engine went away is the engine's shutdown",
       but(a_kill(15), [](auto& e) { e.engine_lost = true; }), 0ms, StopKind::engine_shutdown},
  };
}

std::vector<Row> loss_rows() {
  const auto lost = but(answered(a_stop(), {}, {}), [](auto& e) { e.engine_lost = true; });
  const auto back = but(lost, [](auto& e) { e.engine_back = true; });
  return {
      {"an engine lost before both answers: wait until it is back", lost, 1min, StopKind::wait},
      {"lost, but it had noted a client's stop before", but(lost, [](auto& e) { e.marked = true; }),
       2s, StopKind::by_client},
      {"lost, and it had noted none", but(lost, [](auto& e) { e.marked = false; }), 2s,
       StopKind::wait},
      {"back, and its flag says a client stopped it",
       but(back, [](auto& e) { e.manually_stopped = true; }), 5s, StopKind::by_client},
      {"back, and its flag says nobody did", but(back, [](auto& e) { e.manually_stopped = false; }),
       1min, StopKind::engine_shutdown},
      {"after a crash the flag proves nothing",
       but(back,
           [](auto& e) {
             e.manually_stopped = true;
             e.engine_crashed = true;
           }),
       1min, StopKind::assumed_running},
      {"back without a flag, the first answer alone means a client",
       but(back, [](auto& e) { e.first_answer = true; }), 5s, StopKind::by_client},
      {"the flag goes before the first answer",
       but(back,
           [](auto& e) {
             e.first_answer = true;
             e.manually_stopped = false;
           }),
       5s, StopKind::engine_shutdown},
      {"back without evidence: the stored intent holds", back, 1min, StopKind::assumed_running},
      {"a first no and a flag that says a client",
       but(back,
           [](auto& e) {
             e.first_answer = false;
             e.manually_stopped = true;
           }),
       1min, StopKind::confirmed},
  };
}

std::vector<Row> replay_rows() {
  const auto replayed = but(a_stop(), [](auto& e) { e.replayed = true; });
  const auto same =
      but(replayed, [](auto& e) { e.engine_of_stop = e.engine_last_running = "7:1"; });
  const auto other = but(replayed, [](auto& e) {
    e.engine_of_stop = "8:1";
    e.engine_last_running = "7:1";
  });
  return {
      {"replayed under the engine start that had run it: a client", same, 0ms, StopKind::by_client},
      {"replayed long ago: confirmed", same, 1min, StopKind::confirmed},
      {"replayed under a new engine start: the engine's own", other, 0ms,
       StopKind::engine_shutdown},
      {"replayed under an unknown engine start: the flag decides",
       but(replayed, [](auto& e) { e.manually_stopped = true; }), 0ms, StopKind::by_client},
      {"replayed under an unknown engine start without a flag: assumed running", replayed, 0ms,
       StopKind::assumed_running},
      {"replayed, crash: the flag proves nothing",
       but(replayed,
           [](auto& e) {
             e.manually_stopped = true;
             e.engine_crashed = true;
           }),
       0ms, StopKind::assumed_running},
      {"replayed stop and destroy: a removal", but(same, [](auto& e) { e.destroyed = true; }), 1min,
       StopKind::removed},
  };
}

void check(const std::vector<Row>& rows) {
  for (const auto& row : rows) {
    const auto verdict = reconcile::judge_stop(row.evidence, at + row.after);
    INFO(row.sentence << ": " << reconcile::name_of(verdict.kind) << ", " << verdict.why);
    CHECK((verdict.kind == row.expected));
    CHECK_FALSE(verdict.why.empty());
  }
}

}  // namespace

TEST_CASE("a stop seen live is judged by what the engine answers and what follows") {
  check(live_rows());
  check(later_rows());
}
TEST_CASE("deaths and kills without a stop are drift once no stop can follow") {
  check(death_rows());
}
TEST_CASE("a stop right before the engine went away is judged when it is back") {
  check(loss_rows());
}
TEST_CASE("a replayed stop is judged by the engine start it belongs to") { check(replay_rows()); }

TEST_CASE("a tentative stop is looked at again when the next question is due") {
  REQUIRE(reconcile::judge_stop(a_stop(), at).look_again == at.mono + 300ms);
  REQUIRE(reconcile::judge_stop(answered(a_stop(), true, {}), at + 300ms).look_again ==
          at.mono + 1300ms);
  REQUIRE(reconcile::judge_stop(answered(a_stop(), true, true), at + 1300ms).look_again ==
          at.mono + 10s);
  REQUIRE(reconcile::judge_stop(a_kill(15), at).look_again == at.mono + 1s);
}

TEST_CASE("an engine shutdown with stops that look like a client's never ends as an intent") {
  for (const auto first : {std::optional<bool>{}, std::optional(false), std::optional(true)}) {
    for (const auto flag : {std::optional<bool>{}, std::optional(false)}) {
      auto e = answered(a_stop(), first, false);
      e.engine_lost = e.engine_back = true;
      e.manually_stopped = flag;
      const auto kind = reconcile::judge_stop(e, at + 1min).kind;
      const bool is_intent =
          kind == StopKind::by_client || kind == StopKind::confirmed || kind == StopKind::removed;
      // Only a first answer with an unreadable flag speaks for a client: DESIGN.md says so.
      REQUIRE(is_intent == (first == true && !flag));
    }
  }
}
