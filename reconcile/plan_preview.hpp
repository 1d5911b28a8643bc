// A deployment as an apply would leave it, for --dry-run: nothing is stored.
#pragma once

#include "model/observation.hpp"
#include "reconcile/memory.hpp"
#include "reconcile/ports.hpp"

namespace reconcile {

struct Preview {
  model::Deployment deployment;
  bool begins_anew = false;  // as after every change of what the owner wants
};

// What `changes_of_apply` does to it, which may be nothing, and what the next look adds.
// `deployment` is as it is; of one that is not there yet, what a new one begins with.
Preview as_if_applied(model::Deployment deployment, bool is_there, const ApplyRequest& request,
                      const model::Observation& seen, core::WallTime now);

// As a verb or an apply forgets what failed before it.
void begin_anew(Memory& memory);

}  // namespace reconcile
