// When the engine's process began, and whom to ask what happened then. Pure.
#pragma once

#include "core/clock.hpp"
#include "model/observation.hpp"
#include "reconcile/ledger.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace reconcile {

// By this host's wall clock as it is now. Nothing where nobody tells. `peer_start`: as of
// EngineInfo, in 1/100 s since the boot. `identity`: as EngineSession makes them; under systemd, of
// which the engine has its socket, it alone tells: "unit:PID:MICROSECONDS" of CLOCK_MONOTONIC.
std::optional<core::WallTime> engine_started_at(std::string_view peer_start,
                                                std::string_view identity, core::Instant now,
                                                core::MonoTime booted_at);

// Those that a start of the engine may have ended, as it ends what has survived its crash: first
// what should run. At most `count`: who has watched the crash asks few of them, since all wait.
inline constexpr std::size_t survivors_asked_unwatched = 64, survivors_asked_watched = 8;
std::vector<model::ContainerId> maybe_survivors(const std::vector<model::Container>& all,
                                                const Desire& desire, std::size_t count);

}  // namespace reconcile
