// What the history of samples adds to what is recalled. I/O thread only.
#pragma once

#include "core/clock.hpp"
#include "monitor/ports.hpp"
#include "monitor/recall.hpp"

namespace monitor {

// Until when a recalled spike was seen: it was told of when it began, and may have gone on for
// long. To the minute, and at most until `alive_until`, when an agent was known to be there. Where
// the history says nothing, or not within `limit` for all of them, what is known stays.
awaitable<void> learn_from_history(Recalled& recalled, History& history, core::WallTime alive_until,
                                   const core::Clock& clock, core::Milliseconds limit);

}  // namespace monitor
