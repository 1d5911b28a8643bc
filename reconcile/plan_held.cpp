#include "reconcile/plan_held.hpp"

#include "reconcile/down_order.hpp"

#include <algorithm>

namespace reconcile {
namespace {

using model::Container;

bool is_asked_for(const Scene& scene, const Container& container) {
  return scene.to_restart.contains(container.id) || scene.to_replace.contains(container.id);
}

}  // namespace

bool is_held(const Look& look, const Container& container) {
  return hold_of(look.scene, service_of(look.scene.deployment, container)) != nullptr;
}

bool keeps_held_orphan(const Look& look) {
  return std::any_of(look.orphans.begin(), look.orphans.end(),
                     [&](const Container* orphan) { return is_held(look, *orphan); });
}

bool keeps_held(const Look& look) {
  if (keeps_held_orphan(look)) return true;
  return std::any_of(look.services.begin(), look.services.end(), [&](const auto& entry) {
    const auto& one = entry.second;
    const bool any = !containers_of(one).empty() || !one.unrecorded.empty();
    return any && hold_of(look.scene, entry.first) != nullptr;
  });
}

bool is_as_wanted(const Look& look, const ServiceLook& one) {
  const auto all = containers_of(one);
  const auto is_up = [](const Container* each) { return each->is_up(); };
  if (!one.wanted) return std::none_of(all.begin(), all.end(), is_up);
  if (one.completed) return true;
  const auto is_well = [&](const Replica& replica) {
    if (replica.set_aside) return true;
    return replica.current != nullptr && replica.current->is_up() && replica.outdated == nullptr &&
           !is_asked_for(look.scene, *replica.current);
  };
  return one.surplus.empty() && std::all_of(one.replicas.begin(), one.replicas.end(), is_well);
}

bool is_kept_by_hold(const Look& look) {
  const auto is_kept = [&](const auto& entry) {
    return entry.second.hold != nullptr && !is_as_wanted(look, entry.second);
  };
  return keeps_held_orphan(look) ||
         std::any_of(look.services.begin(), look.services.end(), is_kept);
}

}  // namespace reconcile
