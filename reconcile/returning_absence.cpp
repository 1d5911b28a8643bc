// The shell around absence.hpp: what is found at the first look becomes intents, or is handed to
// the judge.
#include "reconcile/absence.hpp"
#include "reconcile/returning.hpp"

#include <algorithm>

namespace reconcile {

awaitable<void> Returning::on_first_look(model::DeploymentName name) {
  co_await judge_absence(name);
  if (just_started_) co_await note_spent_marks(std::move(name));
}

// Signals that nobody told us of: what runs and is marked as stopped was sent one.
awaitable<void> Returning::note_spent_marks(model::DeploymentName name) {
  const auto* track = ports_.loop.find(name);
  if (track == nullptr) co_return;
  const auto running = up_among(track->seen.containers);
  for (const auto& id : running) {
    const auto mark = co_await ports_.link.manually_stopped(id);
    if (mark == true) ports_.watcher.note_mark_spent(name, id);
  }
}

awaitable<void> Returning::judge_absence(model::DeploymentName name) {
  auto turn = co_await ports_.ledger.turn();
  const auto* deployment = ports_.ledger.find(name);
  auto* track = ports_.loop.find(name);
  if (deployment == nullptr || track == nullptr || !last_) {
    note_first_look(name);
    co_return;
  }
  Absence absence;
  absence.from = last_->at;
  absence.new_engine = ports_.watcher.connection().new_engine;
  absence.now = ports_.clock.now();
  absence.engine_ahead = ports_.loop.surroundings().engine_ahead;
  std::vector<Change> changes;
  for (const auto& start : starts_while_away(*deployment, track->seen, absence)) {
    model::Intent intent;
    intent.set_by = model::SetBy::engine;
    intent.by = "an engine client";
    intent.reason = "it was started while evenkeel was away";
    intent.at = start.at;
    changes.emplace_back(SetIntent{name, start.service, std::move(intent)});
    changes.emplace_back(DropPendingStop{start.container});
  }
  if (!changes.empty()) (void)co_await ports_.ledger.commit(std::move(changes));
  turn.release();
  note_first_look(name);
  track = ports_.loop.find(name);
  if (track == nullptr) co_return;
  const auto seen = track->seen;  // a copy: verdicts come while the engine is asked
  co_await take_pending_stops(name, seen);
  for (const auto& container : seen.containers) {
    deployment = ports_.ledger.find(name);
    track = ports_.loop.find(name);
    if (deployment == nullptr || track == nullptr) co_return;
    if (!stop_is_suspected(*deployment, container, absence) || track->trails.contains(container.id))
      continue;
    if (ports_.own_calls.may_have_acted_on(container.id)) continue;
    const bool by_itself = end_is_told(track->memory, container);
    auto flag = co_await ports_.watcher.mark_of(name, container.id);
    // A crashed engine sets the mark itself, and what was told as a crash is one, whatever signal
    // had left its mark before.
    const bool marked = flag == true && !crashed_ && !by_itself;
    if (!marked && !ended_like_a_stop(container.exit_code)) continue;
    StopEvidence evidence;
    evidence.died = evidence.stopped = evidence.replayed = evidence.engine_back = true;
    evidence.exit_code = container.exit_code;
    evidence.stopped_at = evidence.died_at = ports_.clock.now().mono;
    evidence.engine_crashed = crashed_;
    evidence.manually_stopped = flag;
    // Without a stop on record and with the same engine alive throughout, the replay would have
    // told of it.
    if (!flag && !absence.new_engine) continue;
    ports_.watcher.suspect_stop(name, container, std::move(evidence));
  }
}

// A stop by a client whose verdict was open, or not confirmed, when the last life ended.
awaitable<void> Returning::take_pending_stops(model::DeploymentName name,
                                              const model::Observation& seen) {
  const auto pending_stops = ports_.ledger.desire().pending_stops;
  for (const auto& [id, pending] : pending_stops) {
    if (pending.deployment != name) continue;
    const auto found = std::find_if(seen.containers.begin(), seen.containers.end(),
                                    [&](const auto& c) { return c.id == id; });
    const bool same = same_engine(pending.engine_start, identity_);
    const bool gone = found == seen.containers.end();
    auto flag = co_await ports_.watcher.mark_of(name, id);
    const auto* deployment = ports_.ledger.find(name);
    auto* track = ports_.loop.find(name);
    if (deployment == nullptr || track == nullptr || track->trails.contains(id)) continue;
    const bool started = !gone && found->is_up() &&
                         (same || (pending.marked && !may_start_at_boot(found->restart_policy)));
    const auto& held = deployment->intent_of(pending.service);
    const bool overruled = held.state == model::IntentState::running &&
                           held.set_by != model::SetBy::engine &&
                           WallOrder(ports_.clock.now().wall).is_before(pending.at, held.at);
    if (gone && pending.removed && !overruled) {
      // Decided with what else was changed, once that has settled.
      note_taken(track->foreign, id, pending.service, ports_.clock.now());
      continue;
    }
    if (gone || overruled || started) {
      std::vector<Change> changes;
      changes.emplace_back(DropPendingStop{id});
      ports_.ledger.commit_behind(std::move(changes));
      continue;
    }
    StopEvidence evidence;
    evidence.stopped = evidence.died = true;
    evidence.exit_code = found->exit_code;
    evidence.stopped_at = evidence.died_at = ports_.clock.now().mono;
    evidence.known_by_client =
        deployment->intent_of(pending.service).state == model::IntentState::stopped ||
        pending.answers >= 2;
    if (!evidence.known_by_client && pending.answers == 1) evidence.first_answer = true;
    evidence.engine_lost = evidence.engine_back = !same;
    evidence.engine_crashed = crashed_;
    if (!found->is_up()) evidence.manually_stopped = flag;
    if (pending.marked) evidence.marked = true;
    evidence.engine_of_stop = pending.engine_start;
    ports_.watcher.suspect_stop(name, *found, std::move(evidence));
  }
}

void Returning::note_first_look(const model::DeploymentName& name) {
  const auto* deployment = ports_.ledger.find(name);
  auto* track = ports_.loop.find(name);
  if (deployment == nullptr || track == nullptr) return;
  if (!track->first_look) track->first_look = first_look_of(*deployment, track->seen);
}

}  // namespace reconcile
