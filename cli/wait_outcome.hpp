// How a wait ended, from what the agent says of the deployment. Pure.
#pragma once

#include "cli/failure.hpp"
#include "cli/view.hpp"
#include "core/clock.hpp"

#include <optional>

namespace cli {

// The answer to a write with ?wait. An agent that does not say how the wait ended is judged by the
// phase.
Outcome outcome_of_write(const DeploymentText& answer, core::Milliseconds waited);

// One look of `evenkeel wait`: how it ended, or nothing where it may still converge before
// `deadline`.
std::optional<Outcome> outcome_of_look(const DeploymentText& seen, core::WallTime deadline);

// Time ran out.
Failure late(const DeploymentText& seen, core::Milliseconds waited);

}  // namespace cli
