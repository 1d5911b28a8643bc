#include "reconcile/judge_stop.hpp"

#include "model/stop_signal.hpp"

namespace reconcile {
namespace {

using Verdict = std::optional<StopVerdict>;

// A HUP that makes a server read its files again is no wish to end it.
bool ends_it(int signal, std::string_view own_stop_signal) {
  return signal == 15 || signal == 9 || signal == 2 || signal == 3 ||
         signal == model::signal_number(own_stop_signal);
}

// Newer engines tell of the stop first: a death that is told after the verdict would be nobody's.
bool end_is_still_to_be_told(const StopEvidence& e, core::Instant now) {
  return e.stopped && !e.died && now.mono < e.stopped_at + collecting;
}

Verdict judge_by_what_followed(const StopEvidence& e, core::Instant now) {
  if (e.own_call) return StopVerdict{StopKind::own, "evenkeel stopped it itself", {}};
  if (!e.start_error.empty()) {
    return StopVerdict{StopKind::drift, "a restart of it failed: " + e.start_error, {}};
  }
  if (e.overruled && end_is_still_to_be_told(e, now))
    return StopVerdict{StopKind::wait, "its end is still to be told", e.stopped_at + collecting};
  if (e.overruled)
    return StopVerdict{StopKind::restarted, "its owner has asked for it to run since", {}};
  if (e.started_again) return StopVerdict{StopKind::restarted, "it was restarted or replaced", {}};
  return {};
}

StopVerdict judge_by_flag(const StopEvidence& e, std::string_view otherwise) {
  if (e.manually_stopped && !e.engine_crashed) {
    if (*e.manually_stopped)
      return {StopKind::by_client, "the engine remembers that a client stopped it", {}};
    return {StopKind::engine_shutdown,
            "the engine remembers no stop by a client: it ended with the engine",
            {}};
  }
  return {StopKind::assumed_running, std::string(otherwise), {}};
}

// by_client is durable; what it becomes is a matter of what follows within the settle time.
StopVerdict ripen(const StopEvidence& e, StopVerdict verdict, core::Instant now) {
  if (verdict.kind != StopKind::by_client) return verdict;
  const auto settled = moment_of(e) + e.settle;
  if (e.destroyed && e.stopped) {
    if (now.mono < settled)
      return {StopKind::by_client, "an engine client stopped and removed it", settled};
    return {StopKind::removed, "an engine client stopped and removed it", {}};
  }
  if (now.mono < settled) {
    verdict.look_again = settled;
    return verdict;
  }
  verdict.kind = StopKind::confirmed;
  verdict.why += ", and nothing has started it since";
  return verdict;
}

// The engine went away between the signal and its end, and is back: nothing more will be told.
StopVerdict judge_unheard_end(const StopEvidence& e) {
  if (!was_killed(e))
    return {StopKind::engine_shutdown, "it was sent a signal that was to end nothing", {}};
  constexpr auto otherwise = "assumed running: no record of a stop";
  // The mark is that of any signal of a client's: only the one that a stop begins with may speak
  // for a stop.
  const int own = model::signal_number(e.stop_signal.empty() ? "TERM" : e.stop_signal);
  const bool may_be_a_stop = e.kill_means == model::KillMeans::stop || *e.kill_signal == own;
  if (e.mark_spent || !may_be_a_stop) return {StopKind::assumed_running, otherwise, {}};
  return judge_by_flag(e, otherwise);
}

// No `stop` event: a death, or a signal that has not ended it.
StopVerdict judge_without_stop(const StopEvidence& e, core::Instant now) {
  if (!e.died && e.engine_back) return ripen(e, judge_unheard_end(e), now);
  if (!e.died) return {StopKind::wait, "it was sent a signal and has not ended", {}};
  const auto code = std::to_string(e.exit_code);
  if (!was_killed(e)) return {StopKind::drift, "it exited with " + code + " by itself", {}};
  if (e.host_going_down || e.engine_lost) {
    return {StopKind::engine_shutdown, "it was ended while the engine or the host went down", {}};
  }
  const auto until = e.died_at + collecting;
  if (!e.destroyed && !e.answer_after_kill)
    return {StopKind::wait, "it was killed; a stop may still be told", until};
  if (!e.destroyed && !*e.answer_after_kill)
    return {StopKind::wait, "it was killed, and the engine does not answer", {}};
  return {StopKind::drift, "an engine client killed it (exit code " + code + ")", {}};
}

StopVerdict judge_replayed(const StopEvidence& e) {
  const bool known = !e.engine_of_stop.empty() && !e.engine_last_running.empty();
  if (known && e.engine_of_stop == e.engine_last_running) {
    return {StopKind::by_client,
            "it was stopped under the engine that had run it, while evenkeel was away",
            {}};
  }
  if (known)
    return {StopKind::engine_shutdown,
            "it was stopped under a new start of the engine: by the engine itself",
            {}};
  return judge_by_flag(e, "assumed running: no record of a stop");
}

StopVerdict judge_after_loss(const StopEvidence& e) {
  if (e.marked == true) return {StopKind::by_client, "the engine had noted a client's stop", {}};
  if (!e.engine_back)
    return {
        StopKind::wait, "the engine went away right after the stop: decided when it is back", {}};
  if (e.manually_stopped && !e.engine_crashed) return judge_by_flag(e, "");
  // Where there is no mark to tell an engine that answers in the middle of its shutdown.
  if (e.first_answer == true && !e.mark_spent) {
    return {StopKind::by_client,
            "the engine still answered after the stop: an engine client stopped it",
            {}};
  }
  return judge_by_flag(e, "assumed running: no record of a stop");
}

StopVerdict judge_by_answers(const StopEvidence& e) {
  const bool gone = e.first_answer == false || e.second_answer == false;
  if (e.engine_lost || e.engine_back) return judge_after_loss(e);
  if (gone)
    return {StopKind::wait, "the engine does not answer after the stop: it may be going down", {}};
  if (e.first_answer && e.second_answer)
    return {StopKind::by_client, "an engine client stopped it", {}};
  const auto ask = moment_of(e) + (e.first_answer ? second_question : first_question);
  // Due at once where the answer before came late.
  return {StopKind::tentative, "it seems that an engine client stopped it", ask};
}

// Only clients remove what they stopped: no shutdown does.
Verdict judge_removal(const StopEvidence& e, core::Instant now) {
  if (!e.destroyed || !e.stopped) return {};
  const auto settled = e.stopped_at + e.settle;
  if (now.mono >= settled)
    return StopVerdict{StopKind::removed, "an engine client stopped and removed it", {}};
  return StopVerdict{StopKind::tentative,
                     "an engine client stopped and removed it; it may be made again", settled};
}

StopVerdict judge_stopped(const StopEvidence& e, core::Instant now) {
  if (e.known_by_client)
    return ripen(e, {StopKind::by_client, "an engine client stopped it", {}}, now);
  if (const auto verdict = judge_removal(e, now)) return *verdict;
  if (end_is_still_to_be_told(e, now))
    return {StopKind::wait, "its end is still to be told", e.stopped_at + collecting};
  // Not where a client's stop came right before: no shutdown leaves that mark.
  if (e.host_going_down && e.marked != true)
    return {StopKind::engine_shutdown, "the host is going down", {}};
  if (e.replayed) return ripen(e, judge_replayed(e), now);
  if (e.agent_going_down)
    return {StopKind::wait, "evenkeel is going down: decided at its next start", {}};
  return ripen(e, judge_by_answers(e), now);
}

}  // namespace

bool was_killed(const StopEvidence& e) {
  return e.kill_signal && ends_it(*e.kill_signal, e.stop_signal);
}

bool meant_as_stop(const StopEvidence& e) {
  if (e.stopped || e.known_by_client) return true;
  return e.kill_means == model::KillMeans::stop && was_killed(e) && e.died && !e.destroyed;
}

core::MonoTime moment_of(const StopEvidence& e) {
  if (e.stopped) return e.stopped_at;
  return e.died ? e.died_at : e.back_at;  // nobody told of its end
}

StopVerdict judge_stop(const StopEvidence& evidence, core::Instant now) {
  if (auto verdict = judge_by_what_followed(evidence, now)) return *verdict;
  if (!meant_as_stop(evidence)) return judge_without_stop(evidence, now);
  return judge_stopped(evidence, now);
}

std::string_view name_of(StopKind kind) {
  switch (kind) {
    case StopKind::own: return "own";
    case StopKind::restarted: return "restarted";
    case StopKind::drift: return "drift";
    case StopKind::wait: return "wait";
    case StopKind::tentative: return "tentative";
    case StopKind::by_client: return "by_client";
    case StopKind::one_of_several: return "one_of_several";
    case StopKind::confirmed: return "confirmed";
    case StopKind::removed: return "removed";
    case StopKind::engine_shutdown: return "engine_shutdown";
    case StopKind::assumed_running: return "assumed_running";
  }
  return "";
}

bool is_final(StopKind kind) {
  return kind != StopKind::wait && kind != StopKind::tentative && kind != StopKind::by_client &&
         kind != StopKind::one_of_several;
}

}  // namespace reconcile
