// Whether an event passes a filter, for events in memory. Pure. The same meaning as the query in
// event_table.
#pragma once

#include "api/ports.hpp"
#include "model/event.hpp"

namespace store {

bool passes(const api::EventFilter& filter, const model::Event& event);

}  // namespace store
