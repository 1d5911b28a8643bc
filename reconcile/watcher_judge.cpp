// The judge of a stop by another client: one coroutine a container, from its kill or stop until the
// verdict is final.
#include "reconcile/watcher.hpp"

#include <algorithm>
#include <csignal>

namespace reconcile {
namespace {

constexpr core::Milliseconds longest_wait{60'000};

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
    if (record != deployment->containers.end()) {
      trail.evidence.engine_last_running = record->second.last_running_engine;
      trail.evidence.mark_spent = record->second.mark_spent;
      if (record->second.signaled && !trail.evidence.kill_signal)
        trail.evidence.kill_signal = SIGTERM;
    }
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
// client has stopped, and not its successor, which has not run yet. It is left alone; what was
// removed shows in the number of replicas.
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
                              (container.is_up() ||
                               (container.ever_started() && !stopped_by_client(container.id)));
                     });
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
    auto flag = co_await mark_of(name, id);
    if (!up || up->contains(id)) flag.reset();
    auto* trail = find_trail(name, id);
    if (trail == nullptr) continue;
    trail->evidence.engine_back = true;
    trail->evidence.back_at = ports_.clock.now().mono;
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
