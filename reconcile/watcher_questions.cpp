// What the judge of a stop asks, and when.
#include "reconcile/watcher.hpp"

namespace reconcile {
namespace {

constexpr core::Milliseconds answer_limit{1'000};

std::optional<bool>& answer_to(StopEvidence& evidence, Question question) {
  if (question == Question::after_kill) return evidence.answer_after_kill;
  return question == Question::first ? evidence.first_answer : evidence.second_answer;
}

PendingStop pending_stop(const model::DeploymentName& name, const model::ContainerId& id,
                         const Trail& trail, core::WallTime at) {
  const auto& evidence = trail.evidence;
  PendingStop pending;
  pending.container = id;
  pending.deployment = name;
  pending.service = trail.service;
  pending.at = at;
  pending.engine_start = evidence.engine_of_stop;
  pending.answers = (evidence.first_answer.value_or(false) ? 1 : 0) +
                    (evidence.second_answer.value_or(false) ? 1 : 0);
  pending.removed = evidence.destroyed;
  pending.marked = evidence.marked.value_or(false);
  return pending;
}

}  // namespace

// Read at once: where engine and host follow within the second, no question is asked any more, and
// an `always` container loses the mark at the engine's next start.
awaitable<void> Watcher::read_mark(model::DeploymentName name, model::ContainerId id) {
  const auto* before = find_trail(name, id);
  if (before == nullptr) co_return;
  const auto& evidence = before->evidence;
  if (!evidence.stopped || evidence.replayed || evidence.engine_lost || evidence.own_call ||
      evidence.marked)
    co_return;
  auto mark = co_await mark_of(name, id);
  auto* trail = find_trail(name, id);
  if (trail == nullptr || !mark) co_return;
  trail->evidence.marked = mark;
  if (*mark) note_pending(name, id, *trail);
}

awaitable<void> Watcher::read_marks() {
  std::vector<std::pair<model::DeploymentName, model::ContainerId>> open;
  for (const auto& [name, track] : ports_.loop.tracks()) {
    for (const auto& [id, trail] : track->trails) open.emplace_back(name, id);
  }
  for (const auto& [name, id] : open) co_await read_mark(name, id);
}

awaitable<std::optional<bool>> Watcher::mark_of(model::DeploymentName name, model::ContainerId id) {
  const auto mark = co_await ports_.link.manually_stopped(id);
  const auto* deployment = ports_.ledger.find(name);
  if (deployment == nullptr) co_return mark;
  const auto record = deployment->containers.find(id);
  const bool spent = record != deployment->containers.end() && record->second.mark_spent;
  co_return spent ? std::nullopt : mark;
}

void Watcher::note_pending(const model::DeploymentName& name, const model::ContainerId& id,
                           const Trail& trail) {
  std::vector<Change> changes;
  changes.emplace_back(PutPendingStop{pending_stop(name, id, trail, ports_.clock.now().wall)});
  ports_.ledger.commit_behind(std::move(changes));
}

// Asks what is due: the engine at the two moments, the container before a verdict is recorded.
awaitable<void> Watcher::gather(model::DeploymentName name, model::ContainerId id) {
  co_await read_mark(name, id);
  auto* trail = find_trail(name, id);
  if (trail == nullptr) co_return;
  const auto now = ports_.clock.now().mono;
  if (ports_.session.up()) forget_unanswered(trail->evidence, now);
  const auto question = question_due(trail->evidence, now);
  if (question == Question::none) co_return;
  const bool going_down = co_await ports_.units.host_going_down();
  const bool answered = co_await ports_.session.alive(answer_limit);
  std::string start_error;
  if (question == Question::second && answered) {
    auto container = co_await ports_.runtime.inspect(id);
    if (container && container->finished_at > core::WallTime{}) start_error = container->error;
    if (container && container->state == model::ContainerState::running) {
      // Also by a restart of ours that was under way: that answers no stop of another client's.
      auto* again = find_trail(name, id);
      if (again != nullptr && !again->stopped_beside) again->evidence.started_again = true;
    }
  }
  ports_.loop.surroundings().host_going_down = going_down;
  trail = find_trail(name, id);
  if (trail == nullptr) co_return;
  trail->evidence.host_going_down = going_down;
  trail->evidence.start_error = start_error;
  answer_to(trail->evidence, question) = answered;
  if (question != Question::after_kill) note_pending(name, id, *trail);
  co_await read_mark(name, id);  // its stop may have been told while the engine was asked
}

}  // namespace reconcile
