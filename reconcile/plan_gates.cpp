#include "reconcile/plan_gates.hpp"

#include "reconcile/order.hpp"

namespace reconcile {
namespace {

using model::DependencyCondition;

void close(Gates& gates, const std::string& on, DependencyCondition condition) {
  gates.closed.push_back({on, condition});
  gates.waiting_for.push_back(on + " (" + std::string(model::name_of(condition)) + ")");
}

// Why only a person can open the gate; "" where it may open by itself.
std::string blocked_because(const ServiceLook& on, const ServiceLook& who) {
  if (!on.wanted) return on.spec->name + ", which is stopped on purpose";
  if (on.hold != nullptr && !who.comes_back) return on.spec->name + ", which is held";
  if (on.paused) return on.spec->name + ", which is paused";
  return "";
}

bool is_fulfilled(const ServiceLook& on, DependencyCondition condition) {
  if (on.replicas.empty() || on.completed) return true;
  switch (condition) {
    case DependencyCondition::started: return on.started;
    case DependencyCondition::healthy: return on.healthy;
    case DependencyCondition::completed: return on.exited_well;
  }
  return false;
}

// Running is all that this pass itself can bring about; health and completion take their time. So
// does what runs without a health check and is ill all the same, by a check of ours.
bool opens_by_running(const ServiceLook& on, DependencyCondition condition) {
  const bool is_ill = on.started && !on.healthy;
  return condition == DependencyCondition::started ||
         (condition == DependencyCondition::healthy && !on.has_check && !is_ill);
}

void consider(const Look& look, const Draft& draft, const ServiceLook& who,
              const model::ServiceName& name, const model::Dependency& dependency, Gates& gates) {
  const auto found = look.services.find(name);
  if (found == look.services.end() || found->second.spec == nullptr) {
    if (dependency.required) close(gates, name, dependency.condition);
    return;
  }
  const auto& on = found->second;
  const auto drafted = draft.services.find(name);
  const ServiceDraft* plan = drafted == draft.services.end() ? nullptr : &drafted->second;
  const auto blocked = on.completed ? std::string() : blocked_because(on, who);
  if (blocked.empty() && is_fulfilled(on, dependency.condition) &&
      (plan == nullptr || !plan->disturbed))
    return;
  if (!dependency.required && (!blocked.empty() || plan == nullptr || !plan->comes)) return;
  const bool this_pass =
      plan != nullptr && plan->will_run && opens_by_running(on, dependency.condition);
  if (blocked.empty() && this_pass) {
    gates.after.insert(gates.after.end(), plan->starts.begin(), plan->starts.end());
    return;
  }
  close(gates, name, dependency.condition);
  if (gates.blocked.empty()) gates.blocked = blocked;
  const bool waits_too = plan != nullptr && plan->verdict.up_to_owner;
  gates.up_to_owner = gates.up_to_owner || !blocked.empty() || waits_too;
  gates.left_as_is = gates.left_as_is || (plan != nullptr && plan->verdict.left_as_is);
}

DependencyCondition condition_of(const model::ForeignDependency& on) {
  if (on.condition == "healthy") return DependencyCondition::healthy;
  return on.condition == "completed" ? DependencyCondition::completed
                                     : DependencyCondition::started;
}

void consider_foreign(const Scene& scene, const model::ForeignDependency& on, Gates& gates) {
  const auto name = on.deployment + "/" + on.service;
  const auto condition = condition_of(on);
  const auto found = scene.others.find(name);
  const auto state = found == scene.others.end() ? ForeignState{} : found->second;
  const bool fulfilled = state.completed ||
                         (condition == DependencyCondition::started && state.started) ||
                         (condition == DependencyCondition::healthy && state.healthy);
  if (fulfilled && !(state.stopped_on_purpose && !state.completed)) return;
  close(gates, name, condition);
  if (state.stopped_on_purpose && gates.blocked.empty())
    gates.blocked = name + ", which is stopped on purpose";
  gates.up_to_owner = gates.up_to_owner || state.stopped_on_purpose || state.up_to_owner;
  gates.left_as_is = gates.left_as_is || state.left_as_is;
}

}  // namespace

std::map<model::ServiceName, model::Dependency> dependencies_of(const model::Service& service) {
  auto all = service.depends_on;
  for (const auto* mode : {&service.network_mode, &service.pid, &service.ipc}) {
    const auto parent = namespace_parent(*mode);
    if (!parent.empty()) all.try_emplace(parent, model::Dependency{.implied = true});
  }
  return all;
}

Gates gates_of(const Look& look, const Draft& draft, const ServiceLook& one) {
  Gates gates;
  for (const auto& [name, dependency] : dependencies_of(*one.spec))
    consider(look, draft, one, name, dependency, gates);
  const auto foreign = model::foreign_dependencies_of(look.scene.deployment, one.spec->name);
  for (const auto& on : foreign.value) consider_foreign(look.scene, on, gates);
  return gates;
}

}  // namespace reconcile
