// What the start of a container says, and of whom it is the word.
#include "reconcile/event_codec.hpp"
#include "reconcile/watcher.hpp"

#include <utility>

namespace reconcile {

void Watcher::on_start(const EngineEvent& event, const EventSubject& subject, bool own) {
  auto* track = ports_.loop.find(subject.deployment);
  track->untold.note_told(event.id);
  note_run(subject.deployment, event.id);
  auto& memory = track->memory.services[subject.service];
  // Nobody's wish either: it changes no intent.
  const bool by_engine =
      !own && (engines_own(event) || memory.containers[event.id].engine_restarts);
  note_started(memory, event.id, ports_.clock.now());
  // The engine starts `always` containers at its boot, whatever was meant: that ends no verdict.
  if (!engines_own(event)) end_trails(event, subject, own);
  say(subject, event, "service.started", model::Severity::info, subject.service + " started",
      event_data({{"by", std::string(own         ? "evenkeel"
                                     : by_engine ? "engine"
                                                 : "another client or the engine")}}));
  // Seen as another's start only while nothing of ours is under way on this container.
  if (!own && !by_engine) take_as_wish(event, subject);
}

// Told after the start of a restart. Where ours was under way at the same time, the one start was
// read as ours.
void Watcher::on_restart(const EngineEvent& event, const EventSubject& subject, bool own) {
  if (own || engines_own(event)) return;
  end_trails(event, subject, own);
  take_as_wish(event, subject);
}

void Watcher::end_trails(const EngineEvent& event, const EventSubject& subject, bool own) {
  auto* track = ports_.loop.find(subject.deployment);
  if (auto* trail = find_trail(subject.deployment, event.id); trail != nullptr) {
    // The second half of our own restart, in the middle of which another client stopped it.
    if (own && std::exchange(trail->own_start_due, false)) return;
    trail->evidence.started_again = true;
    if (trail->judging)
      trail->news->notify();
    else
      track->trails.erase(event.id);
  }
  for (auto& [id, trail] : track->trails) {
    // A newer container has taken the place of one that went.
    if (trail.service != subject.service || !trail.evidence.destroyed || !trail.judging) continue;
    trail.evidence.started_again = true;
    trail.news->notify();
  }
}

// The owner's newest word.
void Watcher::take_as_wish(const EngineEvent& event, const EventSubject& subject) {
  const auto* deployment = ports_.ledger.find(subject.deployment);
  if (deployment == nullptr || deployment->find(subject.service) == nullptr) return;
  if (deployment->intent_of(subject.service).state == model::IntentState::running) return;
  if (asked_since(event, subject, model::IntentState::stopped)) return;
  model::Intent intent;
  intent.state = model::IntentState::running;
  intent.set_by = model::SetBy::engine;
  intent.by = "an engine client";
  intent.reason = "docker start";
  intent.at = ports_.clock.now().wall;
  std::vector<Change> changes;
  changes.emplace_back(SetIntent{subject.deployment, subject.service, intent});
  changes.emplace_back(DropPendingStop{event.id});
  ports_.ledger.commit_behind(std::move(changes));
  say(subject, event, "intent.changed", model::Severity::info,
      subject.service + " is to run: an engine client started it",
      event_data({{"state", "running"}, {"set_by", "engine"}, {"why", intent.reason}}));
}

}  // namespace reconcile
