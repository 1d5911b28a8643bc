// The body of POST /v1/silences as a value.
#pragma once

#include "api/problem.hpp"
#include "core/clock.hpp"
#include "notify/ports.hpp"

namespace api {

constexpr std::size_t silence_text_bytes_max = 255;  // of each part of a match

// {"match": {"type": "spike.*", "deployment": "shop", "service": "", "key": "", "severity":
// "warning"}, "starts_at": TIME, "ends_at": TIME, "comment": ""}; "for": "2h" in the place of
// "ends_at"; it starts at `now` where nothing is said. Who made it and when is left open. That it
// ends, and matches by something, is judged where it is made.
Expected<notify::Silence> decode_silence(const Request& request, core::WallTime now);

}  // namespace api
