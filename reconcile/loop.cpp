#include "reconcile/loop.hpp"

#include "core/check.hpp"
#include "reconcile/event_codec.hpp"
#include "reconcile/plan.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>

namespace reconcile {
namespace {

using namespace std::chrono_literals;

// After a failed look the next one waits this long; the engine's return wakes everything anyway.
constexpr core::Milliseconds look_again_after_failure{2'000};
constexpr core::Milliseconds shortest_nap{10};
// What the owner asked for may wait for what never comes: a job that hangs.
constexpr core::Milliseconds exempt_max{3'600'000};
// A pass that only looks is a list and some inspects: 5 ms where there is little, 100 ms with many
// containers, 1 s on a busy host. What takes longer acts: a start, a stop of who does not listen
// (10 s), a pull.
constexpr std::array pass_bounds = std::to_array<std::chrono::milliseconds>(
    {5ms, 10ms, 25ms, 50ms, 100ms, 250ms, 1s, 5s, 15s, 1min, 5min});

bool only_starts_and_restarts(const model::Plan& plan) {
  const auto now = runnable(plan);
  for (std::size_t i = 0; i < now.size(); ++i) {
    const auto& action = plan.steps[i].action;
    const auto* start = std::get_if<model::StartContainer>(&action);
    const bool starts = start != nullptr && !start->container.empty();
    if (now[i] && !starts && !std::holds_alternative<model::RestartContainer>(action)) return false;
  }
  return true;
}

}  // namespace

Loop::Loop(Ports ports, boost::asio::any_io_executor executor, LoopSettings settings)
    : ports_(ports),
      executor_(executor),
      settings_(std::move(settings)),
      executor_of_steps_(ports.runtime, ports.ledger, ports.events, ports.own_calls, ports.clock,
                         ports.permits, ports.tasks),
      budget_(settings_.budget_actions, settings_.budget_per),
      last_progress_(ports.clock.now().mono),
      pass_durations_(pass_bounds) {}

void Loop::configure(LoopSettings settings) {
  settings_ = std::move(settings);
  budget_.configure(settings_.budget_actions, settings_.budget_per);
}

Track& Loop::adopt(const model::DeploymentName& name) {
  auto& track = tracks_[name];
  if (!track) {
    track = std::make_unique<Track>(executor_);
    ports_.tasks.spawn("deployment " + name, run(this, name));
  } else if (track->gone) {
    track->begin_anew();
  }
  return *track;
}

Track* Loop::find(const model::DeploymentName& name) {
  const auto found = tracks_.find(name);
  return found == tracks_.end() ? nullptr : found->second.get();
}

void Loop::wake(const model::DeploymentName& name, bool urgent) {
  auto* track = find(name);
  if (track == nullptr) return;
  track->urgent = track->urgent || urgent;
  track->woken = true;
  track->wakeup.notify();
  executor_of_steps_.interrupt(name, urgent && breaker_.state() == Breaker::State::closed);
}

void Loop::wake_all() {
  for (const auto& [name, track] : tracks_) wake(name);
}

void Loop::ask_checks(const model::DeploymentName& name, Track& track) const {
  if (ailments_ == nullptr) return;
  for (auto& container : track.seen.containers) {
    const bool ours = container.project() == name && !container.oneoff();
    container.check_failure = ours ? ailments_->ailment_of(name, container) : "";
    container.unproven = ours && ailments_->is_unproven(name, container);
  }
}

std::set<model::ServiceName> Loop::note_ailments(const model::DeploymentName& name) {
  std::set<model::ServiceName> ill;
  auto* track = find(name);
  if (track == nullptr || !track->looked) return ill;
  const auto before = track->seen.containers;
  ask_checks(name, *track);
  for (std::size_t i = 0; i < before.size(); ++i) {
    const auto& now = track->seen.containers[i];
    if (before[i].check_failure.empty() && !now.check_failure.empty()) ill.insert(now.service());
  }
  wake(name, true);
  return ill;
}

// Static, with values only: it outlives every caller's frame.
awaitable<void> Loop::run(Loop* self, model::DeploymentName name) {
  for (;;) {
    auto* track = self->find(name);
    if (track == nullptr || track->gone) break;
    const auto limit = self->nap(*track);
    (void)co_await track->wakeup.wait_for(limit);
    track = self->find(name);
    if (track == nullptr || track->gone) break;
    const bool looks = self->surroundings_.engine_up;
    const auto began = self->ports_.clock.now().mono;
    co_await self->pass_or_problem(name);
    self->last_progress_ = self->ports_.clock.now().mono;
    if (looks) self->pass_durations_.add(self->last_progress_ - began);
  }
  self->tracks_.erase(name);
  self->wake_dependents(name);
}

core::Milliseconds Loop::nap(const Track& track) {
  const auto now = ports_.clock.now().mono;
  // A tenth of jitter, so that many deployments do not look at the same moment.
  std::uniform_int_distribution<long long> spread(
      0, std::max<long long>(1, settings_.resync.count() / 10));
  auto until = now + settings_.resync + core::Milliseconds(spread(jitter_));
  // What is due cannot be done without a look: on its way down an engine keeps the event stream
  // open and answers nothing else.
  if (!track.problem.empty() && surroundings_.engine_up) return look_again_after_failure;
  if (track.plan.look_again) until = std::min(until, *track.plan.look_again);
  if (track.foreign) until = std::min(until, ends_at(*track.foreign, settings_.plan));
  if (const auto lost_at = track.untold.look_again()) until = std::min(until, *lost_at);
  return std::max(shortest_nap, std::chrono::duration_cast<core::Milliseconds>(until - now));
}

awaitable<void> Loop::pass(model::DeploymentName name) {
  auto* track = find(name);
  const bool shortcut = track->urgent && track->fresh && surroundings_.engine_up &&
                        !track->foreign && !track->recovery && !has_unexplained_ends(name);
  track->urgent = track->woken = false;
  if (shortcut) {
    make_plan(name);
    if (only_starts_and_restarts(track->plan) && steps_now(track->plan) > 0) {
      co_await act(name);
      publish(name);
      wake(name);
      co_return;
    }
  }
  if (!surroundings_.engine_up) {
    note_seen(*find(name));  // what is unknown now is so for another reason
    make_plan(name);
    publish(name);
    co_return;
  }
  const bool seen = co_await see(name);
  if (!seen) {
    note_unseen(name);
    publish(name);
    co_return;
  }
  make_plan(name);
  end_exemptions(*find(name));
  co_await act(name);
  publish(name);
}

// What comes after is no part of what was asked for, or of the return: for a deployment that never
// converges it would be exempt for ever.
void Loop::end_exemptions(Track& track) const {
  if (ports_.clock.now().mono - track.asked_at >= exempt_max) track.owner_asked = false;
  if (!track.outlook.at_rest || track.unseen_since_return) return;
  track.recovery = track.owner_asked = false;
}

}  // namespace reconcile
