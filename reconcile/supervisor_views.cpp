// The reading half of the supervisor.
#include "reconcile/circles.hpp"
#include "reconcile/fresh_start.hpp"
#include "reconcile/plan.hpp"
#include "reconcile/supervisor.hpp"
#include "reconcile/view.hpp"
#include "reconcile/waiting.hpp"

#include <algorithm>

namespace reconcile {
namespace {

constexpr int history_max = 50;

// Nothing is under way, and what is not as it should be is for a person.
bool is_left_to_owner(const model::Plan& plan) {
  const auto is = [](const model::ServiceVerdict& one) {
    return one.phase == model::ServicePhase::paused || one.up_to_owner || one.left_as_is;
  };
  const auto rests = [&](const model::ServiceVerdict& one) {
    using enum model::ServicePhase;
    return one.phase == running || one.phase == stopped || one.phase == completed || is(one);
  };
  const auto goes_on = [](const model::Step& step) { return step.under_way; };
  return steps_now(plan) == 0 && std::none_of(plan.steps.begin(), plan.steps.end(), goes_on) &&
         std::any_of(plan.services.begin(), plan.services.end(), is) &&
         std::all_of(plan.services.begin(), plan.services.end(), rests);
}

}  // namespace

std::vector<model::Hold> Supervisor::holds() const {
  std::vector<model::Hold> all;
  const auto now = ports_.clock.now().wall;
  for (const auto& [id, hold] : ports_.ledger.desire().holds) {
    if (hold.until > now) all.push_back(hold);
  }
  return all;
}

std::vector<model::DeploymentView> Supervisor::list() const {
  std::vector<model::DeploymentView> views;
  for (const auto& [name, deployment] : ports_.ledger.desire().deployments)
    views.push_back(*get(name));
  return views;
}

std::optional<model::DeploymentView> Supervisor::get(const model::DeploymentName& name) const {
  const auto* deployment = ports_.ledger.find(name);
  if (deployment == nullptr) return std::nullopt;
  return view_of(*deployment, ports_.loop.find(name), holds(), ports_.loop.settings().plan,
                 ports_.clock.now());
}

awaitable<core::Result<std::string>> Supervisor::plan_text(model::DeploymentName name,
                                                           std::optional<ApplyRequest> dry_run) {
  if (dry_run) {
    const auto can_be = co_await feasible(dry_run->spec);
    if (!can_be) co_return can_be.error();
    const auto circles = check_circles(ports_.ledger, dry_run->spec);
    if (!circles) co_return circles.error();
  }
  auto text = co_await ports_.loop.dry_run(std::move(name), std::move(dry_run));
  co_return text;
}

awaitable<core::Result<std::vector<model::ServiceExplanation>>> Supervisor::explain(
    model::DeploymentName name, model::ServiceName service) {
  if (ports_.ledger.find(name) == nullptr)
    co_return core::not_found("there is no deployment " + name);
  auto history = co_await ports_.ledger.store().intent_history(name, service, history_max);
  if (!history) co_return history.error();
  const auto* deployment = ports_.ledger.find(name);
  const auto view = get(name);
  if (deployment == nullptr || !view) co_return core::not_found("there is no deployment " + name);
  std::vector<model::ServiceExplanation> explanations;
  for (const auto& each : view->services) {
    if (!service.empty() && each.name != service) continue;
    explanations.push_back(
        reconcile::explain(*deployment, each, *history, ports_.loop.settings().plan));
  }
  if (explanations.empty()) co_return core::not_found(name + " has no service " + service);
  co_return explanations;
}

std::optional<WaitOutcome> Supervisor::outcome(const model::DeploymentName& name,
                                               model::GenerationNumber generation,
                                               std::uint64_t wish) const {
  const auto* deployment = ports_.ledger.find(name);
  if (deployment == nullptr) return WaitOutcome::gone;
  const auto* track = ports_.loop.find(name);
  if (track == nullptr || !track->looked) return std::nullopt;
  const bool planned_now = track->planned_wish == ports_.ledger.wish_of(name);
  if (planned_now && track->planned_generation >= generation && track->plan.converged)
    return WaitOutcome::converged;
  if (ports_.ledger.wish_of(name) != wish) return WaitOutcome::cannot_converge;
  // What was planned under a hold that is over by now is about to be planned anew.
  const auto now = ports_.clock.now().wall;
  const auto& on_record = ports_.ledger.desire().holds;
  if (std::any_of(on_record.begin(), on_record.end(), [&](const auto& entry) {
        return entry.second.until <= now && entry.second.covers(name, "");
      }))
    return std::nullopt;
  if (planned_now &&
      (track->plan.phase == model::DeploymentPhase::failed || is_left_to_owner(track->plan)))
    return WaitOutcome::cannot_converge;
  const auto in_force = holds();
  const bool held = std::any_of(in_force.begin(), in_force.end(),
                                [&](const auto& hold) { return hold.covers(name, ""); });
  const bool only_looks = ports_.loop.settings().observe_only && !track->plan.steps.empty();
  if ((held || only_looks) && planned_now) return WaitOutcome::cannot_converge;
  return std::nullopt;
}

std::optional<core::MonoTime> Supervisor::fresh(const model::DeploymentName& name) const {
  const auto* deployment = ports_.ledger.find(name);
  const auto* track = ports_.loop.find(name);
  if (deployment == nullptr || track == nullptr) return std::nullopt;
  return fresh_until(*deployment, track->seen, track->memory, proof_for_waiters, ports_.clock.now(),
                     ports_.loop.surroundings().engine_ahead);
}

awaitable<WaitOutcome> Supervisor::wait(model::DeploymentName name,
                                        model::GenerationNumber generation,
                                        core::Milliseconds limit) {
  const auto until = ports_.clock.now().mono + limit;
  const auto wish = ports_.ledger.wish_of(name);
  core::Wakeup wakeup(ports_.executor);
  const Waiting waiting(waiting_, wakeup);
  for (;;) {
    const auto ended = outcome(name, generation, wish);
    const auto proven = ended == WaitOutcome::converged ? fresh(name) : std::nullopt;
    if (ended && !proven) co_return *ended;
    const auto now = ports_.clock.now().mono;
    if (now >= until) co_return WaitOutcome::time_ran_out;
    const auto next = std::min(until, proven.value_or(until));
    (void)co_await wakeup.wait_for(std::chrono::ceil<core::Milliseconds>(next - now));
  }
}

HostStatus Supervisor::status() const {
  HostStatus status;
  status.engine_up = ports_.session.up();
  status.engine_problem = ports_.session.problem();
  status.engine = ports_.session.info();
  status.store_writable = store_writable_ && rescue_.empty();
  status.rescue = rescue_;
  status.observe_only = ports_.loop.settings().observe_only;
  status.booted_at = host_.booted_at;
  status.started_at = host_.started_at;
  status.unmanaged_containers = ports_.returning.unmanaged_containers();
  status.holds = holds();
  status.last_progress = ports_.loop.last_progress();
  return status;
}

}  // namespace reconcile
