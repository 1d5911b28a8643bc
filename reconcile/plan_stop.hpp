// What is taken down: services stopped on purpose, services gone from the spec, a deployment that
// is deleted.
#pragma once

#include "reconcile/plan_draft.hpp"

namespace reconcile {

// Dependents first. Steps only; the verdicts come with the services.
void plan_stops(const Look& look, Draft& draft);
void plan_orphans(const Look& look, Draft& draft);
// Containers in reverse order, then networks, then (where asked) volumes. What is external stays.
void plan_deletion(const Look& look, Draft& draft);

}  // namespace reconcile
