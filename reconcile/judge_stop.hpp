// Who stopped a container, and whether it was meant: the table of DESIGN.md, "Intent". Pure. Fed by
// the loop from events, pings and fresh looks; called again whenever a piece of evidence arrives,
// and at `look_again`.
#pragma once

#include "core/clock.hpp"
#include "model/policy.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace reconcile {

// When the engine is asked after the `stop` event, how long after the second question what went
// unanswered is asked again, and how long a `die` after a `kill` waits for its `stop` (the order of
// the two differs between engines).
inline constexpr core::Milliseconds first_question{300}, second_question{1'300};
inline constexpr core::Milliseconds ask_again_after{2'000}, collecting{1'000};

struct StopEvidence {
  bool own_call = false;           // our own stop, restart or remove of it was in flight
  std::optional<int> kill_signal;  // of a client's kill since its last start
  std::string stop_signal;         // the container's own, "" = TERM: counts as an ending signal
  bool died = false;
  int exit_code = 0;
  core::MonoTime died_at;     // valid where died
  bool stopped = false;       // `stop` event seen
  core::MonoTime stopped_at;  // valid where stopped
  bool destroyed = false;
  bool started_again = false;  // it runs again, or the service has a newer container in its place
  bool overruled = false;      // the owner has asked for it to run since
  bool replayed = false;       // the stop was read back by `since`, not live
  std::string engine_of_stop;  // engine start under which the stop happened; "" not known
  std::string engine_last_running;  // engine start under which it was last seen running; "" not
                                    // known
  std::optional<bool> first_answer, second_answer;  // nullopt: not asked yet
  std::optional<bool> answer_after_kill;            // where no stop followed it
  // HasBeenManuallyStopped right after the stop, while the engine lived: it sets it before a
  // client's stop and never in its own shutdown.
  std::optional<bool> marked;
  bool host_going_down = false, agent_going_down = false;
  bool engine_lost = false;              // it went away before both questions were answered
  bool engine_back = false;              // and is back: what follows was read then
  core::MonoTime back_at;                // valid where engine_back
  bool engine_crashed = false;           // it ended without order: the flag below proves nothing
  std::optional<bool> manually_stopped;  // HasBeenManuallyStopped
  bool mark_spent = false;               // it was set before the stop, by a mere signal
  std::string start_error;               // State.Error by a fresh inspect: a later start failed
  bool known_by_client = false;  // stored as by_client before (an earlier verdict, or a restart of
                                 // the agent)
  core::Milliseconds settle{10'000};
  model::KillMeans kill_means = model::KillMeans::drift;
};

enum class StopKind {
  own,              // ours: no intent
  restarted,        // it runs again or was replaced: no intent
  drift,            // crash, or a kill that is drift: start it
  wait,             // more evidence is on its way: touch nothing
  tentative,        // a client's stop as it seems: touch nothing, record nothing yet
  by_client,        // durable: intent stopped
  one_of_several,   // a client's stop of one container, while others of its service go on: no
                    // intent, and it is left as it is
  confirmed,        // durable, and the settle time has passed
  removed,          // durable: intent stopped, reason removed, not made again
  engine_shutdown,  // the engine's or the host's own: never an intent
  assumed_running,  // no evidence: the stored intent holds, and the report names it
};

struct StopVerdict {
  StopKind kind = StopKind::wait;
  std::string why;                           // one sentence
  std::optional<core::MonoTime> look_again;  // when time alone may change the verdict
  bool operator==(const StopVerdict&) const = default;
};

// Killed by a signal that ends it.
bool was_killed(const StopEvidence& evidence);
// With `kill_means: stop` a kill speaks like a stop; but kill and destroy at once is `docker rm
// -f`, which is drift for all.
bool meant_as_stop(const StopEvidence& evidence);
core::MonoTime moment_of(const StopEvidence& evidence);  // of the stop, or of the death

// What the engine is to be asked by a fresh connection: does it still answer?
enum class Question { none, first, second, after_kill };
Question question_due(const StopEvidence& evidence, core::MonoTime now);
// On a host under pressure a question goes unanswered without the engine being on its way down:
// while its event stream is open, it is asked again.
bool has_unanswered(const StopEvidence& evidence);
void forget_unanswered(StopEvidence& evidence, core::MonoTime now);

StopVerdict judge_stop(const StopEvidence& evidence, core::Instant now);
std::string_view name_of(StopKind kind);
// No further evidence can change it.
bool is_final(StopKind kind);

}  // namespace reconcile
