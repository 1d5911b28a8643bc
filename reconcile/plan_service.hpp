// One service's part of the plan: what each replica needs, whether that may be done now, and the
// verdict.
#pragma once

#include "reconcile/plan_draft.hpp"

namespace reconcile {

// Dependencies must have been planned before. Adds to the draft.
void plan_service(const Look& look, Draft& draft, const model::ServiceName& name);

// Counts against the budget as a second or later attempt on the container (null: one that is to be
// made).
bool is_later_attempt(const Scene& scene, const model::ServiceName& service,
                      const model::ContainerId& container);
// Neither budget nor breaker hold it up: what the owner asked for, and a recovery pass.
bool is_free_of_charge(const Scene& scene);

}  // namespace reconcile
