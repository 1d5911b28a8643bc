// What was started a moment ago proves nothing yet: a program that dies at once has run, too. Pure.
#pragma once

#include "model/deployment.hpp"
#include "model/observation.hpp"
#include "reconcile/memory.hpp"
#include "reconcile/wall_order.hpp"

#include <optional>

namespace reconcile {

// For how long a service without a health check has to have run before a caller who waits is told
// that it does, and before the report of a recovery counts it as well.
constexpr core::Milliseconds proof_for_waiters{1'000}, proof_for_report{2'000};

// Since when it runs: by the engine's own word, or, where its clock is ahead or was set back since,
// as it was first seen (at `seen_at`) or heard to.
core::MonoTime running_since(const model::Container& container, const ContainerMemory& memory,
                             core::MonoTime seen_at, const WallOrder& by_engine,
                             core::MonoTime now);

// Until when some running container, of a service that is to go on and has no health check, has
// not run for `proof`; nothing where all have.
std::optional<core::MonoTime> fresh_until(const model::Deployment& deployment,
                                          const model::Observation& seen, const Memory& memory,
                                          core::Milliseconds proof, core::Instant now,
                                          core::Milliseconds engine_ahead);

}  // namespace reconcile
