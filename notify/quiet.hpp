// Hours in which a route sends nothing up to a severity, and other moments of the local day. Pure.
#pragma once

#include "core/clock.hpp"
#include "model/event.hpp"
#include "notify/settings.hpp"

#include <functional>
#include <optional>

namespace notify {

// Minutes since midnight of the local day of that moment.
using LocalMinute = std::function<int(core::WallTime)>;

// The next moment after `after` at which the local clock shows this minute of the day; right across
// a change of summer time.
core::WallTime next_at_minute(int minute, core::WallTime after, const LocalMinute& local_minute);

// When the quiet hours end that hold it back; nothing where they do not.
std::optional<core::WallTime> quiet_until(const QuietHours& quiet, model::Severity severity,
                                          core::WallTime now, const LocalMinute& local_minute);

}  // namespace notify
