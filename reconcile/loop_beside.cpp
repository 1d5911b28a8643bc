// A pass may take its time: a stop with a long grace, a start that hangs. Who dies meanwhile and
// has no part in it is started beside it.
#include "reconcile/loop.hpp"
#include "reconcile/plan.hpp"

#include <algorithm>

namespace reconcile {
namespace {

bool has_part_in(const model::Plan& plan, const model::ServiceName& service) {
  return std::any_of(plan.steps.begin(), plan.steps.end(),
                     [&](const model::Step& step) { return step.service == service; });
}

// A mere start, which waits for nothing.
const model::StartContainer* start_of(const model::Step& step) {
  const auto* start = std::get_if<model::StartContainer>(&step.action);
  const bool mere = start != nullptr && !start->container.empty();
  return mere && step.gates.empty() && step.after.empty() ? start : nullptr;
}

}  // namespace

void Loop::start_beside(const model::DeploymentName& name) {
  auto* track = find(name);
  const auto* deployment = ports_.ledger.find(name);
  if (track == nullptr || deployment == nullptr || !track->acting || !track->fresh ||
      track->foreign || track->unseen_since_return || !may_act(*track) || engine_rests(*track) ||
      breaker_.state() != Breaker::State::closed ||
      track->planned_wish != ports_.ledger.wish_of(name))
    return;
  const auto scene = scene_of(*deployment, track->seen, *track);
  for (const auto& step : plan(scene).steps) {
    const auto* start = start_of(step);
    if (start == nullptr || has_part_in(track->plan, step.service)) continue;
    if (!track->started_beside.insert(start->container).second) continue;
    if (costs_budget(step, scene)) budget_.spend(scene.now.mono);
    auto pass = pass_of(name, *track);
    pass.plan.steps = {step};
    ports_.tasks.spawn("start beside a pass of " + name,
                       carry_out_beside(this, std::move(pass), start->container));
  }
}

// Static, with values only: it may outlive the track.
awaitable<void> Loop::carry_out_beside(Loop* self, Pass pass, model::ContainerId container) {
  const auto name = pass.deployment;
  Executor::OnReport on_report = [self, name](const StepReport& report) {
    self->take_report(name, report);
  };
  (void)co_await self->executor_of_steps_.run(std::move(pass), self->executor_,
                                              std::move(on_report));
  if (auto* track = self->find(name)) {
    track->started_beside.erase(container);
    track->beside_ended.notify();
  }
  self->wake(name);
}

}  // namespace reconcile
