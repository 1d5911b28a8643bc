#include "reconcile/down_order.hpp"

#include "reconcile/plan_gates.hpp"

#include <algorithm>

namespace reconcile {

std::vector<const model::Container*> containers_of(const ServiceLook& one) {
  std::vector<const model::Container*> all = one.surplus;
  for (const auto& replica : one.replicas) {
    if (replica.current != nullptr) all.push_back(replica.current);
    if (replica.outdated != nullptr) all.push_back(replica.outdated);
    all.insert(all.end(), replica.leftovers.begin(), replica.leftovers.end());
  }
  std::sort(all.begin(), all.end(), [](const auto* a, const auto* b) { return a->name < b->name; });
  return all;
}

std::vector<std::size_t> DownOrder::after_dependents(const model::ServiceName& service) const {
  const auto it = dependents_.find(service);
  return it == dependents_.end() ? std::vector<std::size_t>{} : it->second;
}

void DownOrder::note(const ServiceLook& one, const std::vector<std::size_t>& steps) {
  for (const auto& [name, dependency] : dependencies_of(*one.spec)) {
    auto& before = dependents_[name];
    before.insert(before.end(), steps.begin(), steps.end());
  }
}

}  // namespace reconcile
