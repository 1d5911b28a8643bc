// What is taken down: services stopped on purpose, services gone from the spec, a deployment that
// is deleted.
#pragma once

#include "reconcile/plan_draft.hpp"

namespace reconcile {

// Dependents first. Steps only; the verdicts come with the services.
void plan_stops(const Look& look, Draft& draft);
void plan_orphans(const Look& look, Draft& draft);
// Containers in reverse order, then networks, then (where asked) volumes. What is external stays,
// and what others still use.
void plan_deletion(const Look& look, Draft& draft);
// After plan_deletion: the deployment may be forgotten.
bool nothing_is_left(const Look& look, const Draft& draft);

}  // namespace reconcile
