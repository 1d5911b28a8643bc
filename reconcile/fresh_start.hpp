// What was started a moment ago proves nothing yet: a program that dies at once has run, too. Pure.
#pragma once

#include "model/deployment.hpp"
#include "model/observation.hpp"
#include "reconcile/memory.hpp"

#include <optional>

namespace reconcile {

// For how long a service without a health check has to have run before a caller who waits is told
// that it does, and before the report of a recovery counts it as well.
constexpr core::Milliseconds proof_for_waiters{1'000}, proof_for_report{2'000};

// Until when some running container, of a service that is to go on and has no health check, has
// not run for `proof`; nothing where all have. Where the engine's clock is ahead by more than
// `engine_ahead`, or ours was set back, it runs since it was first seen or heard to.
std::optional<core::MonoTime> fresh_until(const model::Deployment& deployment,
                                          const model::Observation& seen, const Memory& memory,
                                          core::Milliseconds proof, core::Instant now,
                                          core::Milliseconds engine_ahead);

}  // namespace reconcile
