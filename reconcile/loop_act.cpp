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

// Before another look for what happened while the last one was being taken.
constexpr core::Milliseconds pause_where_woken{100};

// Whether a later step starts a container of its service. What a step comes after stands before it.
bool leads_to_start(const model::Plan& plan, std::size_t index) {
  if (index >= plan.steps.size()) return false;
  std::vector<bool> follows(plan.steps.size());
  for (std::size_t i = index; i < plan.steps.size(); ++i) {
    const auto& step = plan.steps[i];
    follows[i] = i == index || std::any_of(step.after.begin(), step.after.end(),
                                           [&](std::size_t before) { return follows[before]; });
    if (follows[i] && step.service == plan.steps[index].service &&
        std::holds_alternative<model::StartContainer>(step.action))
      return true;
  }
  return false;
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

Pass Loop::pass_of(const model::DeploymentName& name, const Track& track) const {
  Pass pass;
  pass.deployment = name;
  pass.generation = track.planned_generation;
  pass.engine_start = surroundings_.engine_start;
  pass.wish = track.planned_wish;
  for (const auto& container : track.seen.containers) {
    if (container.project() == name && !container.oneoff())
      pass.parents[container.service()] = container.id;
  }
  return pass;
}

// What comes after a pull that is under way was paid for when that began.
void Loop::spend_budget(const model::Deployment& deployment, const Track& track) {
  const auto scene = scene_of(deployment, track.seen, track);
  std::vector<bool> paid;
  for (const auto& step : track.plan.steps) {
    paid.push_back(executor_of_steps_.is_under_way(deployment.name, step) ||
                   std::any_of(step.after.begin(), step.after.end(),
                               [&](std::size_t before) { return paid[before]; }));
    if (step.gates.empty() && !paid.back() && costs_budget(step, scene))
      budget_.spend(scene.now.mono);
  }
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
    spend_budget(*deployment, *track);
    auto pass = pass_of(name, *track);
    pass.plan = track->plan;
    pass.patience = track->woken ? std::min(pause_where_woken, nap(*track)) : nap(*track);
    track->acting = true;
    track->failed_by_engine = false;
    Executor::OnReport on_report = [this, name](const StepReport& report) {
      take_report(name, report);
    };
    const int done =
        co_await executor_of_steps_.run(std::move(pass), executor_, std::move(on_report));
    // What was done is looked at afresh; what failed is in the memory, and the next plan knows it.
    // But what fails by the engine counts for nobody.
    track = find(name);
    while (track != nullptr && !track->started_beside.empty()) {
      co_await track->beside_ended.wait();
      track = find(name);
    }
    if (track != nullptr) track->acting = false;
    if (done == 0 && track != nullptr && track->failed_by_engine && surroundings_.engine_up)
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
  const bool leads_on = leads_to_start(track->plan, report.index);
  // Who is merely to go away keeps nobody else of its service down.
  if (!report.done && !leads_on && !end_object(report.step.action).empty()) return;
  auto& memory = track->memory.services[report.step.service];
  if (!report.done) {
    note_attempt_failed(memory, report.fault, settings_.plan.attempts, now);
    return;
  }
  const auto* restart = std::get_if<model::RestartContainer>(&report.step.action);
  if (restart != nullptr && restart->for_health) note_remedy(memory, restart->container, now);
  if (const auto* stop = std::get_if<model::StopContainer>(&report.step.action)) {
    note_stopped(memory, stop->container, now);
    memory.containers[stop->container].comes_back = leads_on;
    say_enforced(name, report.step);
  }
  if (std::holds_alternative<model::StartContainer>(report.step.action))
    note_started(memory, report.result.container, now);
}

}  // namespace reconcile
