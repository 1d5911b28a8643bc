// The judge of a stop by another client: one coroutine a container, from its kill or stop until the
// verdict is final.
#include "core/fail_point.hpp"
#include "reconcile/event_codec.hpp"
#include "reconcile/watcher.hpp"

#include <algorithm>

namespace reconcile {
namespace {

constexpr core::Milliseconds longest_wait{60'000};

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
                          std::string why) {
  model::Event event;
  event.at = at;
  event.type = std::move(type);
  event.deployment = name;
  event.service = trail.service;
  event.container = id;
  event.message = trail.service + ": " + why;
  event.data = event_data({{"verdict", std::string(name_of(trail.last_kind))}, {"why", why}});
  return event;
}

}  // namespace

Trail& Watcher::trail_of(const EventSubject& subject, const model::ContainerId& id) {
  auto* track = ports_.loop.find(subject.deployment);
  auto& trail = track->trails[id];
  trail.service = subject.service;
  trail.evidence.settle = ports_.loop.settings().plan.settle;
  if (!trail.news) trail.news = std::make_shared<core::Wakeup>(executor_);
  if (const auto* deployment = ports_.ledger.find(subject.deployment)) {
    trail.evidence.kill_means = model::kill_means_of(*deployment, subject.service).value;
    const auto record = deployment->containers.find(id);
    if (record != deployment->containers.end())
      trail.evidence.engine_last_running = record->second.last_running_engine;
  }
  return trail;
}

// A run that ends after a start is another one than that which is still being judged.
Trail& Watcher::trail_of_end(const EventSubject& subject, const model::ContainerId& id) {
  auto& trail = trail_of(subject, id);
  if (!trail.evidence.started_again) return trail;
  trail.evidence = {};
  trail.last_kind = StopKind::wait;
  return trail_of(subject, id);
}

Trail* Watcher::find_trail(const model::DeploymentName& name, const model::ContainerId& id) {
  auto* track = ports_.loop.find(name);
  if (track == nullptr) return nullptr;
  const auto found = track->trails.find(id);
  return found == track->trails.end() ? nullptr : &found->second;
}

void Watcher::judge(const EventSubject& subject, const model::ContainerId& id) {
  auto& trail = trail_of(subject, id);
  if (trail.judging) {
    trail.news->notify();
    return;
  }
  trail.judging = true;
  trail.last_kind = StopKind::wait;
  ports_.tasks.spawn("judge of " + subject.deployment + "/" + subject.service,
                     run_judge(this, subject.deployment, id));
}

awaitable<void> Watcher::run_judge(Watcher* self, model::DeploymentName name,
                                   model::ContainerId id) {
  for (;;) {
    co_await self->gather(name, id);
    auto turn = co_await self->ports_.ledger.turn();
    auto* trail = self->find_trail(name, id);
    if (trail == nullptr) co_return;
    trail->evidence.agent_going_down = self->stopping_;
    const auto now = self->ports_.clock.now();
    const auto verdict = self->verdict_on(name, *trail, id);
    if (verdict.kind != trail->last_kind) {
      trail->last_kind = verdict.kind;
      co_await self->take_verdict(name, id, verdict);
    }
    if (is_final(verdict.kind)) {
      self->release(name, id, verdict);
      co_return;
    }
    turn.release();
    trail = self->find_trail(name, id);
    if (trail == nullptr) co_return;
    auto news = trail->news;
    const auto longest = has_unanswered(trail->evidence) ? ask_again_after : longest_wait;
    const auto until = verdict.look_again.value_or(now.mono + longest);
    const auto wait = std::max(
        core::Milliseconds{1},
        std::chrono::duration_cast<core::Milliseconds>(until - self->ports_.clock.now().mono));
    (void)co_await news->wait_for(std::min(wait, longest_wait));
  }
}

// Intent is of a service: the stop of one replica says nothing while another is there that no
// client has stopped. It is left alone; what was removed shows in the number of replicas.
StopVerdict Watcher::verdict_on(const model::DeploymentName& name, const Trail& trail,
                                const model::ContainerId& id) const {
  auto verdict = judge_stop(trail.evidence, ports_.clock.now());
  const bool means_service = verdict.kind == StopKind::by_client ||
                             verdict.kind == StopKind::confirmed ||
                             verdict.kind == StopKind::removed;
  if (!means_service || !others_remain(name, trail, id)) return verdict;
  if (verdict.kind == StopKind::removed)
    return {StopKind::restarted, "other containers of the service are left", {}};
  return {StopKind::one_of_several, verdict.why, verdict.look_again};
}

// Judged afresh, and not by what was said last: in an engine's shutdown its own stops seem to be a
// client's for a while.
bool Watcher::others_remain(const model::DeploymentName& name, const Trail& trail,
                            const model::ContainerId& id) const {
  const auto* track = ports_.loop.find(name);
  const auto* deployment = ports_.ledger.find(name);
  if (track == nullptr || deployment == nullptr) return false;
  if (deployment->intent_of(trail.service).state == model::IntentState::stopped) return false;
  const auto stopped_by_client = [&](const model::ContainerId& other) {
    const auto found = track->trails.find(other);
    if (found == track->trails.end()) return false;
    const auto kind = judge_stop(found->second.evidence, ports_.clock.now()).kind;
    return kind == StopKind::by_client || kind == StopKind::confirmed;
  };
  return std::any_of(track->seen.containers.begin(), track->seen.containers.end(),
                     [&](const model::Container& container) {
                       return container.id != id && container.project() == name &&
                              container.service() == trail.service && !container.oneoff() &&
                              (container.is_up() || !stopped_by_client(container.id));
                     });
}

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
    case StopKind::tentative:  // it may as well be the engine's own end
    case StopKind::own:
    case StopKind::restarted:
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
  // The stop of what was to be stopped anyway says nothing new.
  const bool deliberate =
      held.state == model::IntentState::stopped && held.proof == model::StopProof::deliberate;
  if (!deliberate) {
    const bool removed = verdict.kind == StopKind::removed;
    auto intent = stopped_intent(proof, removed ? "removed" : verdict.why,
                                 held.state == model::IntentState::stopped ? held.at : now);
    std::vector<Change> changes;
    changes.emplace_back(SetIntent{name, trail->service, std::move(intent)});
    auto committed = co_await ports_.ledger.commit(std::move(changes));
    trail = find_trail(name, id);
    if (trail == nullptr || !committed) co_return;
    // Known from before a restart: nothing changes by its being confirmed.
    if (trail->evidence.known_by_client) {
      ports_.loop.wake(name);
      co_return;
    }
    const bool first_word = verdict.kind == StopKind::by_client;
    ports_.events.record(intent_event(
        name, *trail, id, first_word ? "intent.tentative" : "intent.changed", now, verdict.why));
  }
  ports_.loop.wake(name);
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
  ports_.loop.wake(name);
}

// What the engine started at its own boot has lost the flag of the stop before. One list tells it
// of all: nothing is brought back before its verdict is there.
awaitable<void> Watcher::resume_verdicts(bool engine_crashed,
                                         std::optional<std::set<model::ContainerId>> up) {
  std::vector<std::pair<model::DeploymentName, model::ContainerId>> open;
  for (const auto& [name, track] : ports_.loop.tracks()) {
    for (const auto& [id, trail] : track->trails) open.emplace_back(name, id);
  }
  for (const auto& [name, id] : open) {
    auto flag = co_await ports_.link.manually_stopped(id);
    if (!up || up->contains(id)) flag.reset();
    auto* trail = find_trail(name, id);
    if (trail == nullptr) continue;
    trail->evidence.engine_back = true;
    trail->evidence.engine_crashed = engine_crashed;
    trail->evidence.manually_stopped = flag;
    if (trail->judging) {
      trail->news->notify();
    } else {
      EventSubject subject;
      subject.deployment = name;
      subject.service = trail->service;
      judge(subject, id);
    }
  }
}

void Watcher::suspect_stop(const model::DeploymentName& name, const model::Container& container,
                           StopEvidence evidence) {
  EventSubject subject;
  subject.deployment = name;
  subject.service = container.service();
  auto& trail = trail_of(subject, container.id);
  if (trail.judging) return;
  const auto last_running = trail.evidence.engine_last_running;
  evidence.settle = trail.evidence.settle;
  evidence.kill_means = trail.evidence.kill_means;
  evidence.engine_last_running = last_running;
  trail.evidence = std::move(evidence);
  judge(subject, container.id);
}

}  // namespace reconcile
