// What follows from a plan: it is carried out, and what came of it is remembered.
#include "reconcile/loop.hpp"
#include "reconcile/plan.hpp"
#include "reconcile/plan_text.hpp"

#include <spdlog/spdlog.h>

namespace reconcile {

bool Loop::may_act(const Track& track) const {
  const bool possible = surroundings_.engine_up && !surroundings_.host_going_down;
  return !settings_.observe_only && possible && track.looked && !track.plan.steps.empty();
}

awaitable<void> Loop::act(model::DeploymentName name) {
  auto* track = find(name);
  const auto* deployment = ports_.ledger.find(name);
  if (track == nullptr || deployment == nullptr) co_return;
  if (may_act(*track) && steps_now(track->plan) > 0) {
    const bool takes_turn = breaker_.state() == Breaker::State::one_at_a_time && turn_.empty();
    if (takes_turn) turn_ = name;
    spdlog::info("reconcile.plan deployment={} steps={}\n{}", name, track->plan.steps.size(),
                 plan_text(track->plan, *deployment->current.spec));
    const auto scene = scene_of(*deployment, track->seen, *track);
    for (const auto& step : track->plan.steps) {
      if (step.gates.empty() && costs_budget(step, scene)) budget_.spend(scene.now.mono);
    }
    Pass pass;
    pass.deployment = name;
    pass.plan = track->plan;
    pass.generation = track->planned_generation;
    pass.engine_start = surroundings_.engine_start;
    pass.wish = track->planned_wish;
    for (const auto& container : track->seen.containers) {
      if (container.project() == name && !container.oneoff())
        pass.parents[container.service()] = container.id;
    }
    Executor::OnReport on_report = [this, name](const StepReport& report) {
      take_report(name, report);
    };
    const int done =
        co_await executor_of_steps_.run(std::move(pass), executor_, std::move(on_report));
    // What was done is looked at afresh; what failed is in the memory, and the next plan knows it.
    (void)done;
    wake(name);
    if (takes_turn) {
      turn_.clear();
      wake_all();
    }
  } else if (deployment->deleting && track->plan.converged) {
    co_await finish_delete(name);
  }
}

void Loop::take_report(const model::DeploymentName& name, const StepReport& report) {
  last_progress_ = ports_.clock.now().mono;
  auto* track = find(name);
  if (track == nullptr || report.abandoned) return;
  const auto now = ports_.clock.now();
  auto& memory = track->memory.services[report.step.service];
  if (!report.done) {
    note_attempt_failed(memory, report.fault, settings_.plan.attempts, now);
    spdlog::warn("action.failed deployment={} service={} why=\"{}\"", name, report.step.service,
                 report.fault.text());
    return;
  }
  const auto* restart = std::get_if<model::RestartContainer>(&report.step.action);
  if (restart != nullptr && restart->for_health) note_remedy(memory, restart->container, now);
  if (const auto* stop = std::get_if<model::StopContainer>(&report.step.action)) {
    note_stopped(memory, stop->container, now);
    say_enforced(name, report.step);
  }
  if (std::holds_alternative<model::StartContainer>(report.step.action))
    note_started(memory, report.result.container, now);
}

}  // namespace reconcile
