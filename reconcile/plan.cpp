#include "reconcile/plan.hpp"

#include "core/check.hpp"
#include "reconcile/plan_ends.hpp"
#include "reconcile/plan_handover.hpp"
#include "reconcile/plan_networks.hpp"
#include "reconcile/plan_service.hpp"
#include "reconcile/plan_stop.hpp"
#include "reconcile/plan_verdict.hpp"

#include <algorithm>

namespace reconcile {
namespace {

void fill_missing_verdicts(const Look& look, Draft& draft) {
  for (const auto& [name, one] : look.services) {
    auto& verdict = draft.services[name].verdict;
    if (!verdict.service.empty()) continue;
    verdict = settled_verdict(look, one).value_or(
        model::ServiceVerdict{name, model::ServicePhase::unknown, "", {}, {}});
  }
}

model::Plan finished(const Look& look, Draft draft) {
  model::Plan plan;
  plan.converged = all_well(look, draft);
  plan.phase = deployment_phase(look, draft, plan.converged);
  for (auto& [name, service] : draft.services) {
    if (look.services.count(name) > 0) plan.services.push_back(std::move(service.verdict));
  }
  plan.steps = std::move(draft.steps);
  plan.notes = std::move(draft.notes);
  plan.look_again = draft.look_again;
  return plan;
}

const model::ContainerId* subject_of(const model::Action& action) {
  if (const auto* start = std::get_if<model::StartContainer>(&action)) return &start->container;
  if (const auto* restart = std::get_if<model::RestartContainer>(&action))
    return &restart->container;
  return nullptr;
}

}  // namespace

model::Plan plan(const Scene& scene) {
  CHECK(scene.deployment.current.spec != nullptr);
  const auto look = look_at(scene);
  Draft draft;
  if (scene.deployment.deleting) {
    plan_deletion(look, draft);
    fill_missing_verdicts(look, draft);
    say_held_ends(look, draft);
    const bool gone = nothing_is_left(look, draft);
    auto made = finished(look, std::move(draft));
    made.converged = gone;
    return made;
  }
  plan_stops(look, draft);
  plan_orphans(look, draft);
  plan_networks(look, draft);
  for (const auto& name : order_of_turns(look)) plan_service(look, draft, name);
  say_postponed(look, draft);
  say_held_ends(look, draft);
  note_volumes(look, draft);
  return finished(look, std::move(draft));
}

std::vector<model::ContainerId> to_record_anew(const Scene& scene) {
  std::vector<model::ContainerId> anew;
  for (const auto& container : scene.observation.containers) {
    const auto record = scene.deployment.containers.find(container.id);
    if (record == scene.deployment.containers.end() ||
        record->second.generation >= scene.deployment.current.number)
      continue;
    const auto* service = scene.deployment.find(record->second.service);
    if (service != nullptr && is_up_to_date(scene, *service, container) &&
        !is_on_changed_network(scene, container))
      anew.push_back(container.id);
  }
  return anew;
}

bool costs_budget(const model::Step& step, const Scene& scene) {
  if (is_free_of_charge(scene) || scene.deployment.deleting) return false;
  if (scene.deployment.intent_of(step.service).state == model::IntentState::stopped) return false;
  if (std::holds_alternative<model::PullImage>(step.action)) return true;
  if (const auto* create = std::get_if<model::CreateContainer>(&step.action))
    return !create->replaces.empty();
  const auto* subject = subject_of(step.action);
  return subject != nullptr && is_later_attempt(scene, step.service, *subject);
}

std::vector<bool> runnable(const model::Plan& plan) {
  std::vector<bool> now(plan.steps.size());
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const auto& step = plan.steps[i];
    now[i] = step.gates.empty() && !step.under_way &&
             std::all_of(step.after.begin(), step.after.end(),
                         [&](std::size_t before) { return now[before]; });
  }
  return now;
}

std::size_t steps_now(const model::Plan& plan) {
  const auto now = runnable(plan);
  return static_cast<std::size_t>(std::count(now.begin(), now.end(), true));
}

// What a step comes after stands before it.
bool leads_to_start(const model::Plan& plan, std::size_t index) {
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

}  // namespace reconcile
