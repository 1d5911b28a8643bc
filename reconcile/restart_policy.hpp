// What the engine's own restart policy does about an end that nobody asked for (ENGINE.md 3). Pure.
#pragma once

#include "core/clock.hpp"
#include "model/spec.hpp"

namespace reconcile {

// It marks a container as `restarting` before it tells of the death; this covers a look that fell
// in between.
inline constexpr core::Milliseconds engines_turn{2'000};

// Whether it starts a container again that has ended so, after as many restarts of its own.
bool policy_acts(const model::RestartPolicy& policy, int exit_code, int restarts);

}  // namespace reconcile
