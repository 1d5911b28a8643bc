// The moment at which tests begin.
#pragma once

#include "core/clock.hpp"

namespace support {

// 2026-01-31 12:00:00 UTC, ten hours after the host's boot.
inline const core::Instant noon{core::WallTime{core::Milliseconds{1'769'860'800'000}},
                                core::MonoTime{core::Milliseconds{36'000'000}}};

}  // namespace support
