// What the events say of a container that later looks, or the next life of the agent, must know
// too.
#include "reconcile/watcher.hpp"

#include <algorithm>

namespace reconcile {
namespace {

constexpr std::int64_t oom_to_die_nano_max = 2'000'000'000;

}  // namespace

// The engine says so of a container only once it has ended: a look between the two events forgets
// it.
bool Watcher::ran_out_of_memory(const EngineEvent& died) const {
  return std::any_of(recent_.begin(), recent_.end(), [&](const auto& key) {
    const auto& [time_nano, id, action] = key;
    const auto before = died.time_nano - time_nano;
    return action == "oom" && id == died.id && before >= 0 && before <= oom_to_die_nano_max;
  });
}

void Watcher::note_end(const EngineEvent& died, const EventSubject& subject) {
  if (engines_own(died)) return;
  auto* track = ports_.loop.find(subject.deployment);
  track->memory.services[subject.service].containers[died.id].told_end =
      ToldEnd{wall_of(died), ran_out_of_memory(died)};
  if (const auto* deployment = ports_.ledger.find(subject.deployment))
    judge_ends(track->memory, *deployment, track->seen);
}

// The policy that the container has, which `docker update` may have changed; before the first look
// of a life, the one that it was made with. A mark that a mere signal set takes it out of force.
void Watcher::note_policy(const EngineEvent& died, const EventSubject& subject,
                          const model::Container* seen) {
  const auto* deployment = ports_.ledger.find(subject.deployment);
  auto* track = ports_.loop.find(subject.deployment);
  if (deployment == nullptr || track == nullptr) return;
  const auto record = deployment->containers.find(died.id);
  if (record != deployment->containers.end() && record->second.mark_spent) return;
  const auto* service = deployment->find(subject.service);
  if (seen == nullptr && service == nullptr) return;
  note_engines_turn(track->memory.services[subject.service], died.id,
                    seen != nullptr ? seen->restart_policy : service->restart, subject.exit_code);
}

void Watcher::edit_record(const model::DeploymentName& name, const model::ContainerId& id,
                          const std::function<void(model::ContainerRecord&)>& edit) {
  const auto* deployment = ports_.ledger.find(name);
  if (deployment == nullptr) return;
  const auto found = deployment->containers.find(id);
  if (found == deployment->containers.end()) return;
  auto record = found->second;
  edit(record);
  if (record == found->second) return;
  std::vector<Change> changes;
  changes.emplace_back(RecordContainer{name, std::move(record)});
  ports_.ledger.commit_behind(std::move(changes));
}

void Watcher::note_mark_spent(const model::DeploymentName& name, const model::ContainerId& id) {
  edit_record(name, id, [](model::ContainerRecord& record) { record.mark_spent = true; });
}

// Between the signal and the end a sign of life may be written, and the agent killed: the next life
// reads of the end alone.
void Watcher::note_signaled(const model::DeploymentName& name, const model::ContainerId& id) {
  edit_record(name, id, [](model::ContainerRecord& record) { record.signaled = true; });
}

// Engines keep their events in memory alone: a start that is told, live or from the past, happened
// under the engine that tells it, and cleared the mark; but a start by the restart policy leaves
// the mark of a mere signal (moby, containerStart).
void Watcher::note_run(const model::DeploymentName& name, const model::ContainerId& id) {
  bool was_spent = false;
  edit_record(name, id, [&](model::ContainerRecord& record) {
    was_spent = record.mark_spent;
    record.last_running_engine = connection_.identity;
    record.mark_spent = record.signaled = false;
  });
  if (was_spent) ports_.tasks.spawn("mark of " + name, look_whether_spent(this, name, id));
}

awaitable<void> Watcher::look_whether_spent(Watcher* self, model::DeploymentName name,
                                            model::ContainerId id) {
  const auto mark = co_await self->ports_.link.manually_stopped(id);
  const auto* track = self->ports_.loop.find(name);
  const auto* seen = track == nullptr ? nullptr : seen_in(*track, id);
  const bool runs = seen != nullptr && seen->is_up();  // and no stop since has set it
  if (mark == true && runs) self->note_mark_spent(name, id);
}

// No engine removes what it has stopped: a client did, whenever that was. Written down at once, for
// the host may go down before the verdict.
void Watcher::note_removal(const EngineEvent& destroyed, const EventSubject& subject) {
  const auto& pending_stops = ports_.ledger.desire().pending_stops;
  const auto found = pending_stops.find(destroyed.id);
  if (found == pending_stops.end() || found->second.removed) return;
  const auto* trail = find_trail(subject.deployment, destroyed.id);
  if (trail != nullptr && trail->evidence.own_call) return;
  if (asked_since(destroyed, subject, model::IntentState::running)) return;
  PendingStop pending = found->second;
  pending.removed = true;
  std::vector<Change> changes;
  changes.emplace_back(PutPendingStop{std::move(pending)});
  ports_.ledger.commit_behind(std::move(changes));
  auto* track = ports_.loop.find(subject.deployment);
  note_taken(track->foreign, destroyed.id, subject.service, ports_.clock.now());
  track->fresh = false;
}

}  // namespace reconcile
