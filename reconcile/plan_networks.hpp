// Networks that an apply has defined differently: what runs on them goes down, they are made again,
// and it comes back. Docker Compose does so at its next `up`. Volumes are never made again.
#pragma once

#include "reconcile/plan_draft.hpp"

namespace reconcile {

// After plan_stops and plan_orphans, before the services. Plans nothing where somebody else is on
// the network or at work, and notes why.
void plan_networks(const Look& look, Draft& draft);
// After the services: who is on a network that could not be made again yet is not as it should be.
void say_postponed(const Look& look, Draft& draft);
// After the services. Volumes that are defined differently now stay as they are: a note each, while
// the owner has asked for something.
void note_volumes(const Look& look, Draft& draft);

// It is on a network that an apply has defined differently.
bool is_on_changed_network(const Scene& scene, const model::Container& container);

}  // namespace reconcile
