// What becomes of a verdict on a stop: an intent, a start, or nothing.
#include "reconcile/event_codec.hpp"
#include "reconcile/watcher.hpp"

#include <algorithm>

namespace reconcile {
namespace {

model::Intent stopped_intent(model::StopProof proof, std::string reason, core::WallTime at) {
  model::Intent intent;
  intent.state = model::IntentState::stopped;
  intent.set_by = model::SetBy::engine;
  intent.by = "an engine client";
  intent.reason = std::move(reason);
  intent.at = at;
  intent.proof = proof;
  return intent;
}

model::Event intent_event(const model::DeploymentName& name, const Trail& trail,
                          const model::ContainerId& id, std::string type, core::WallTime at,
                          std::string why, model::IntentState state) {
  model::Event event;
  event.at = at;
  event.type = std::move(type);
  event.deployment = name;
  event.service = trail.service;
  event.container = id;
  event.message = trail.service + ": " + why;
  event.data = event_data({{"state", std::string(model::name_of(state))},
                           {"set_by", "engine"},
                           {"verdict", std::string(name_of(trail.last_kind))},
                           {"why", why}});
  return event;
}

}  // namespace

awaitable<void> Watcher::take_verdict(model::DeploymentName name, model::ContainerId id,
                                      StopVerdict verdict) {
  auto* trail = find_trail(name, id);
  if (trail == nullptr) co_return;
  switch (verdict.kind) {
    case StopKind::by_client:
    case StopKind::confirmed:
    case StopKind::removed: co_await record_stop(name, id, std::move(verdict)); break;
    case StopKind::assumed_running:
      if (auto* track = ports_.loop.find(name); track->first_look)
        track->first_look->assumed[trail->service] = verdict.why;
      break;
    case StopKind::one_of_several: ports_.loop.wake(name); break;
    case StopKind::restarted: co_await take_back(name, id); break;
    case StopKind::tentative:  // it may as well be the engine's own end
    case StopKind::own:
    case StopKind::drift:
    case StopKind::wait:
    case StopKind::engine_shutdown: break;
  }
}

awaitable<void> Watcher::record_stop(model::DeploymentName name, model::ContainerId id,
                                     StopVerdict verdict) {
  auto* trail = find_trail(name, id);
  const auto* deployment = ports_.ledger.find(name);
  if (trail == nullptr || deployment == nullptr || deployment->find(trail->service) == nullptr)
    co_return;
  const auto& held = deployment->intent_of(trail->service);
  const auto proof = verdict.kind == StopKind::by_client   ? model::StopProof::by_client
                     : verdict.kind == StopKind::confirmed ? model::StopProof::confirmed
                                                           : model::StopProof::removed;
  const auto now = ports_.clock.now().wall;
  const auto at = trail->at == core::WallTime{} ? now : std::min(trail->at, now);
  // The stop of what was to be stopped anyway says nothing new.
  const bool deliberate =
      held.state == model::IntentState::stopped && held.proof == model::StopProof::deliberate;
  if (!deliberate) {
    const bool removed = verdict.kind == StopKind::removed;
    auto intent = stopped_intent(proof, removed ? "removed" : verdict.why,
                                 held.state == model::IntentState::stopped ? held.at : at);
    std::vector<Change> changes;
    changes.emplace_back(SetIntent{name, trail->service, std::move(intent)});
    auto committed = co_await ports_.ledger.commit(std::move(changes));
    trail = find_trail(name, id);
    if (trail == nullptr || !committed) co_return;
    trail->recorded = true;
    // Known from before a restart: nothing changes by its being confirmed.
    if (trail->evidence.known_by_client) {
      ports_.loop.wake(name);
      co_return;
    }
    const bool first_word = verdict.kind == StopKind::by_client;
    ports_.events.record(intent_event(name, *trail, id,
                                      first_word ? "intent.tentative" : "intent.changed", now,
                                      verdict.why, model::IntentState::stopped));
  }
  ports_.loop.wake(name);
}

// It runs again, and its start was read while the stop was being committed: then nothing had been
// stopped yet that the start could have undone.
awaitable<void> Watcher::take_back(model::DeploymentName name, model::ContainerId id) {
  auto* trail = find_trail(name, id);
  const auto* deployment = ports_.ledger.find(name);
  if (trail == nullptr || deployment == nullptr || !trail->recorded) co_return;
  const auto& held = deployment->intent_of(trail->service);
  if (held.state == model::IntentState::running || held.set_by != model::SetBy::engine) co_return;
  model::Intent intent;
  intent.set_by = model::SetBy::engine;
  intent.by = "an engine client";
  intent.reason = "docker start";
  intent.at = ports_.clock.now().wall;
  std::vector<Change> changes;
  changes.emplace_back(SetIntent{name, trail->service, intent});
  auto committed = co_await ports_.ledger.commit(std::move(changes));
  trail = find_trail(name, id);
  if (trail == nullptr || !committed) co_return;
  ports_.events.record(intent_event(name, *trail, id, "intent.changed", intent.at,
                                    "it is to run: an engine client started it again",
                                    model::IntentState::running));
}

void Watcher::release(const model::DeploymentName& name, const model::ContainerId& id,
                      const StopVerdict& verdict) {
  auto* track = ports_.loop.find(name);
  auto* trail = find_trail(name, id);
  if (track == nullptr || trail == nullptr) return;
  if (verdict.kind == StopKind::drift) {
    note_death_after_all(track->memory.services[trail->service], id, trail->evidence.exit_code,
                         ports_.clock.now(), ports_.loop.settings().plan.backoff);
  }
  track->trails.erase(id);
  if (ports_.ledger.desire().pending_stops.contains(id)) {
    std::vector<Change> changes;
    changes.emplace_back(DropPendingStop{id});
    ports_.ledger.commit_behind(std::move(changes));
  }
  ports_.loop.wake(name, true);  // it may have to run again, and a long pass may be under way
}

}  // namespace reconcile
