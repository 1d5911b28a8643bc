// Times and durations as text, in the forms of the contract.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"

#include <string>
#include <string_view>

namespace core {

// "2026-01-31T09:30:00.000Z"
std::string rfc3339(WallTime at);
// Accepts what engines write too: nanoseconds (cut to milliseconds), offsets.
// "0001-01-01T00:00:00Z" is the epoch of `WallTime{}`.
Result<WallTime> parse_rfc3339(std::string_view text);
// Local time with offset, for people: "2026-01-31 10:30:00 +01:00".
std::string local_text(WallTime at);

// "1h30m", "45s", "250ms", "1d", "2w"; the units are ms s m h d w, largest first when printed. "0s"
// for zero.
std::string duration_text(Milliseconds duration);
// Strict: a number needs its unit, "0" alone is zero. Fractions are allowed ("1.5h"). Negative
// durations are errors.
Result<Milliseconds> parse_duration(std::string_view text);

// "512MiB" for 536870912; parse accepts b, k, m, g, t and kib, KB, ... all 1024-based, fractions,
// no sign.
std::string bytes_text(long long bytes);
Result<long long> parse_bytes(std::string_view text);

}  // namespace core
