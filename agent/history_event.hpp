// What is told of history.db. Pure.
#pragma once

#include "core/clock.hpp"
#include "model/event.hpp"
#include "store/history_database.hpp"

namespace agent {

// store.degraded. Resolved where it can be written again.
model::Event history_event(const store::HistoryState& state, bool was_writable, core::WallTime at);

}  // namespace agent
