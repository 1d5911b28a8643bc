#include "reconcile/plan_rest.hpp"

#include "reconcile/plan.hpp"
#include "reconcile/plan_held.hpp"

#include <algorithm>
#include <string>

namespace reconcile {
namespace {

using model::ServicePhase;
using model::ServiceVerdict;
using Names = std::set<model::ServiceName>;

// Somebody else is at work, or nobody knows.
bool is_unclear(const ServiceVerdict& verdict) {
  return verdict.phase == ServicePhase::changing_elsewhere ||
         verdict.phase == ServicePhase::unknown;
}

bool comes(const Scene& scene, const Names& coming, const model::ServiceName& name) {
  const auto other = scene.others.find(name);  // "deployment/service"
  return coming.contains(name) || (other != scene.others.end() && other->second.comes);
}

// A replica that waits for another of its own service waits for one that runs or is about to.
bool may_open(const model::Step& step, const Scene& scene, const Names& coming,
              const Names& waiting) {
  return !step.gates.empty() &&
         std::all_of(step.gates.begin(), step.gates.end(), [&](const model::Gate& gate) {
           return comes(scene, coming, gate.service) ||
                  (gate.service == step.service && waiting.contains(gate.service));
         });
}

bool is_anything_left(const model::Plan& plan, const Scene& scene, const Names& coming,
                      const Names& waiting) {
  const auto goes_on = [&](const model::Step& step) {
    return step.under_way || may_open(step, scene, coming, waiting);
  };
  return std::any_of(plan.services.begin(), plan.services.end(), is_unclear) ||
         steps_now(plan) > 0 || std::any_of(plan.steps.begin(), plan.steps.end(), goes_on) ||
         (!scene.holds.empty() && is_kept_by_hold(look_at(scene)));
}

}  // namespace

bool is_on_its_way(const model::Deployment& deployment, const ServiceVerdict& verdict) {
  switch (verdict.phase) {
    case ServicePhase::creating:
    case ServicePhase::pulling:
    case ServicePhase::building:
    case ServicePhase::starting: return true;
    case ServicePhase::running:
      return model::kind_of(deployment, verdict.service).value == model::ServiceKind::job;
    default: return false;
  }
}

Outlook outlook_of(const model::Plan& plan, const Scene& scene) {
  Outlook outlook;
  auto& coming = outlook.coming;
  Names waiting;
  for (const auto& verdict : plan.services) {
    if (is_on_its_way(scene.deployment, verdict)) coming.insert(verdict.service);
    if (verdict.phase == ServicePhase::waiting) waiting.insert(verdict.service);
  }
  for (bool grew = true; grew;) {
    grew = false;
    for (const auto& step : plan.steps) {
      if (waiting.contains(step.service) && may_open(step, scene, coming, waiting))
        grew |= coming.insert(step.service).second;
    }
  }
  outlook.at_rest = !is_anything_left(plan, scene, coming, waiting);
  return outlook;
}

}  // namespace reconcile
