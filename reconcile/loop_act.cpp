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

bool died_since(const ServiceMemory& memory, const model::ContainerId& id, core::MonoTime then) {
  const auto found = memory.containers.find(id);
  return found != memory.containers.end() && found->second.deaths > 0 &&
         found->second.last_death > then;
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
  pass.plan = track.plan;
  pass.generation = track.planned_generation;
  pass.engine_start = surroundings_.engine_start;
  pass.wish = track.planned_wish;
  // Of a replacement that is half done, the new one.
  const auto* deployment = ports_.ledger.find(name);
  const auto generation_of = [&](const model::ContainerId& id) {
    const auto record = deployment->containers.find(id);
    return record == deployment->containers.end() ? model::half_made : record->second.generation;
  };
  for (const auto& container : track.seen.containers) {
    if (container.project() != name || container.oneoff()) continue;
    const auto* service = deployment->find(container.service());
    if (service != nullptr && container.number() > service->scale) continue;  // on its way out
    auto& parent = pass.parents[container.service()];
    if (parent.empty() || generation_of(container.id) >= generation_of(parent))
      parent = container.id;
  }
  return pass;
}

// Which steps were paid for. A pull that is under way was when it began.
std::vector<bool> Loop::spend_budget(const model::Deployment& deployment, const Track& track) {
  const auto scene = scene_of(deployment, track.seen, track);
  auto paid = runnable(track.plan);
  for (std::size_t i = 0; i < paid.size(); ++i) {
    const auto& step = track.plan.steps[i];
    paid[i] = paid[i] && !executor_of_steps_.is_pull_under_way(deployment.name, step) &&
              costs_budget(step, scene);
    if (paid[i]) budget_.spend(scene.now.mono);
  }
  return paid;
}

// While it is one at a time, what a run left is the one.
void Loop::end_turn(const model::DeploymentName& name) {
  if (turn_ != name || !executor_of_steps_.left_of(name).empty()) return;
  turn_.clear();
  wake_all();
}

awaitable<void> Loop::act(model::DeploymentName name) {
  auto* track = find(name);
  const auto* deployment = ports_.ledger.find(name);
  if (track == nullptr || deployment == nullptr || engine_rests(*track)) co_return;
  if (may_act(*track) && steps_now(track->plan) > 0) {
    if (breaker_.state() == Breaker::State::one_at_a_time && turn_.empty()) turn_ = name;
    spdlog::info("reconcile.plan deployment={} steps={}\n{}", name, track->plan.steps.size(),
                 plan_text(track->plan, *deployment->current.spec));
    const auto paid = spend_budget(*deployment, *track);
    auto pass = pass_of(name, *track);
    pass.patience = track->woken ? std::min(pause_where_woken, nap(*track)) : nap(*track);
    track->failed_by_engine = false;
    Executor::OnReport on_report = [this, name](const StepReport& report) {
      report.late ? take_late_report(name, report) : take_report(name, report);
    };
    const auto ending =
        co_await executor_of_steps_.run(std::move(pass), executor_, std::move(on_report));
    for (const auto index : ending.not_begun) {
      if (paid[index]) budget_.give_back();
    }
    // What was done is looked at afresh; what failed is in the memory, and the next plan knows it.
    // But what fails by the engine counts for nobody.
    track = find(name);
    if (ending.done == 0 && track != nullptr && track->failed_by_engine) rest_engine(*track);
    wake(name);
    end_turn(name);
  } else if (deployment->deleting && track->plan.converged) {
    co_await finish_delete(name);
  }
}

void Loop::rest_engine(Track& track) const {
  if (surroundings_.engine_up)
    track.engine_rests_until = ports_.clock.now().mono + pause_for_engine;
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
  const bool by_engine = !report.done && report.fault.klass == model::FaultClass::engine;
  track->failed_by_engine = track->failed_by_engine || by_engine;
  if (!report.done)
    spdlog::warn("action.failed deployment={} service={} why=\"{}\"", name, report.step.service,
                 report.fault.text());
  // Of what was wanted before; the newer wish begins anew.
  if (!report.done && report.outdated) return;
  take_object(*track, report);
  // What all who need it share fails for the deployment, and for no service.
  if (!shared_object(report.step.action).empty()) return;
  // Who is merely to go away keeps nobody else of its service down.
  if (!report.done && !report.leads_to_start && !end_object(report.step.action).empty()) return;
  auto& memory = track->memory.services[report.step.service];
  const auto* restart = std::get_if<model::RestartContainer>(&report.step.action);
  if (!report.done) {
    if (restart != nullptr) note_start_refused(memory, restart->container, report.fault);
    if (const auto* start = std::get_if<model::StartContainer>(&report.step.action))
      note_start_refused(memory, start->container, report.fault);
    note_attempt_failed(memory, report.fault, settings_.plan.attempts, now);
    return;
  }
  if (restart != nullptr && restart->for_health) note_remedy(memory, restart->container, now);
  if (const auto* stop = std::get_if<model::StopContainer>(&report.step.action)) {
    note_stopped(memory, stop->container, now);
    memory.containers[stop->container].comes_back = report.leads_to_start;
    say_enforced(name, report.step);
  }
  if (const auto* remove = std::get_if<model::RemoveContainer>(&report.step.action))
    note_removed(memory, remove->container);
  // The answer may come after the death that followed.
  const auto& started = report.result.container;
  if (std::holds_alternative<model::StartContainer>(report.step.action) &&
      !died_since(memory, started, now.mono - report.took))
    note_started(memory, started, now);
}

// Of a step that its run did not wait for.
void Loop::take_late_report(const model::DeploymentName& name, const StepReport& report) {
  take_report(name, report);
  auto* track = find(name);
  if (track != nullptr && !report.done && report.fault.klass == model::FaultClass::engine)
    rest_engine(*track);
  wake(name);
  end_turn(name);
}

}  // namespace reconcile
