// What an apply or a verb changes in the store. Pure.
#pragma once

#include "reconcile/ports.hpp"

#include <vector>

namespace reconcile {

struct ApplyOutcome {
  Applied applied;
  std::vector<Change> changes;  // none: nothing to do
};

// Whether it is at the generation that the request rests on, if it names one. `current` is null for
// a new deployment, which is at 0. Errors: stale.
core::Status check_generation(const model::DeploymentName& name, const model::Deployment* current,
                              std::optional<model::GenerationNumber> wanted);

// `current` is null for a new deployment. An equal spec makes no generation; services stopped on
// purpose stay so unless `start`.
ApplyOutcome changes_of_apply(const model::Deployment* current, const ApplyRequest& request,
                              core::WallTime now);

std::vector<Change> changes_of_verb(const model::Deployment& deployment,
                                    const std::vector<model::ServiceName>& services,
                                    const VerbRequest& request, core::WallTime now,
                                    core::Milliseconds engine_ahead = {});

}  // namespace reconcile
