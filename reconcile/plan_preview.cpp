#include "reconcile/plan_preview.hpp"

#include "reconcile/facts.hpp"
#include "reconcile/ledger.hpp"
#include "reconcile/wishes.hpp"

#include <utility>

namespace reconcile {

Preview as_if_applied(model::Deployment deployment, bool is_there, const ApplyRequest& request,
                      const model::Observation& seen, core::WallTime now) {
  const auto name = deployment.name;
  const auto outcome = changes_of_apply(is_there ? &deployment : nullptr, request, now);
  Desire desire;
  auto& after = desire.deployments[name] = std::move(deployment);
  for (const auto& change : outcome.changes) apply_change(desire, change);
  LookedAt look;
  look.now = now;
  for (const auto& change : records_from_look(after, seen, desire, look))
    apply_change(desire, change);
  return {std::move(after), !outcome.changes.empty()};
}

void begin_anew(Memory& memory) {
  for (auto& [name, service] : memory.services) forget_failures(service);
  memory.objects.clear();
}

}  // namespace reconcile
