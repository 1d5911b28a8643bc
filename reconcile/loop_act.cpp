// What follows from a plan: it is carried out, and what came of it is remembered.
#include "reconcile/loop.hpp"
#include "reconcile/plan.hpp"
#include "reconcile/plan_text.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace reconcile {
namespace {

// Before what an engine that lives could not do is asked of it again.
constexpr core::Milliseconds pause_for_engine{2'000};

// What is done again in every pass takes nothing further.
int pulls_of(const model::Plan& plan) {
  return static_cast<int>(
      std::count_if(plan.steps.begin(), plan.steps.end(), [](const model::Step& step) {
        return std::holds_alternative<model::PullImage>(step.action);
      }));
}

}  // namespace

bool Loop::may_act(const Track& track) const {
  const bool possible = surroundings_.engine_up && !surroundings_.host_going_down;
  return !settings_.observe_only && possible && track.looked && !track.plan.steps.empty();
}

// Then what is planned is done at the end of the pause.
bool Loop::engine_rests(Track& track) const {
  const auto until = track.engine_rests_until;
  if (!until || *until <= ports_.clock.now().mono) return false;
  auto& again = track.plan.look_again;
  if (!again || *until < *again) again = until;
  return true;
}

awaitable<void> Loop::act(model::DeploymentName name) {
  auto* track = find(name);
  const auto* deployment = ports_.ledger.find(name);
  if (track == nullptr || deployment == nullptr || engine_rests(*track)) co_return;
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
    track->failed_by_engine = false;
    Executor::OnReport on_report = [this, name](const StepReport& report) {
      take_report(name, report);
    };
    const int pulls = pulls_of(track->plan);
    const int done =
        co_await executor_of_steps_.run(std::move(pass), executor_, std::move(on_report));
    // What was done is looked at afresh; what failed is in the memory, and the next plan knows it.
    // But what fails by the engine counts for nobody.
    track = find(name);
    if (done <= pulls && track != nullptr && track->failed_by_engine && surroundings_.engine_up)
      track->engine_rests_until = ports_.clock.now().mono + pause_for_engine;
    wake(name);
    if (takes_turn) {
      turn_.clear();
      wake_all();
    }
  } else if (deployment->deleting && track->plan.converged) {
    co_await finish_delete(name);
  }
}

void Loop::take_object(Track& track, const StepReport& report) const {
  const auto& action = report.step.action;
  const auto object = shared_object(action) + end_object(action);
  if (object.empty()) return;
  if (report.done) {
    track.memory.objects.erase(object);
  } else {
    note_attempt_failed(track.memory.objects[object], report.fault, settings_.plan.attempts,
                        ports_.clock.now());
  }
}

void Loop::take_report(const model::DeploymentName& name, const StepReport& report) {
  last_progress_ = ports_.clock.now().mono;
  auto* track = find(name);
  if (track == nullptr || report.abandoned) return;
  const auto now = ports_.clock.now();
  take_object(*track, report);
  const bool by_engine = !report.done && report.fault.klass == model::FaultClass::engine;
  track->failed_by_engine = track->failed_by_engine || by_engine;
  if (!report.done)
    spdlog::warn("action.failed deployment={} service={} why=\"{}\"", name, report.step.service,
                 report.fault.text());
  // What all who need it share fails for the deployment, and for no service.
  if (!shared_object(report.step.action).empty()) return;
  auto& memory = track->memory.services[report.step.service];
  if (!report.done) {
    note_attempt_failed(memory, report.fault, settings_.plan.attempts, now);
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
