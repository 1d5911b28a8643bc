// Stops and removals that failed: tried again with the same pauses as a start, and told of.
#pragma once

#include "reconcile/plan_draft.hpp"

namespace reconcile {

// Whether the container's end waits for its next attempt. Of `service`, which may be gone from the
// spec.
bool is_end_held(const Look& look, Draft& draft, const model::ServiceName& service,
                 const model::Container& container);
// The same of the removal of a network or a volume.
bool is_removal_held(const Look& look, Draft& draft, const model::Action& removal);
// Into the verdicts, once they are made.
void say_held_ends(const Look& look, Draft& draft);

}  // namespace reconcile
