// Hands off: what a hold covers stays as it is, and is converged only where that is as wanted.
// Pure.
#pragma once

#include "reconcile/plan_look.hpp"

namespace reconcile {

// Also where its service is no longer in the specification.
bool is_held(const Look& look, const model::Container& container);

// Something of a service that is gone from the specification is held.
bool keeps_held_orphan(const Look& look);

// Something of the deployment, which is being deleted, is held.
bool keeps_held(const Look& look);

// Nothing would be done about the service if it were not held.
bool is_as_wanted(const Look& look, const ServiceLook& one);

// Something is not as wanted, and is left so because it is held.
bool is_kept_by_hold(const Look& look);

}  // namespace reconcile
