// Which failures the breaker does not count: what a dependency explains. Pure.
#pragma once

#include "model/deployment.hpp"
#include "reconcile/ledger.hpp"
#include "reconcile/patch.hpp"
#include "reconcile/track.hpp"

namespace reconcile {

// Whether something that the service depends on (declared, implied, the parent of a namespace, or
// of another deployment) is not well, or died or was started within the breaker's window.
bool is_of_a_dependency(const EventSubject& failed, const Ledger& ledger, const Tracks& tracks,
                        core::Instant now, core::Milliseconds engine_ahead);

// Verdicts that count as well, of all services.
int services_well(const Tracks& tracks);

}  // namespace reconcile
