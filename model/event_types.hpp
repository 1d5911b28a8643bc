// The event types of the contract, with what `data` holds: OpenAPI shows them, and a pattern of a
// route has to match one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace model {

struct EventType {
  std::string_view type;
  std::string_view data;  // its fields, as api/openapi_notation.hpp has them; "" where it is empty
};

const std::vector<EventType>& event_types();

// Whether a name, or a pattern (`*`, `?`), matches one of them.
bool matches_event_type(std::string_view pattern);
// Their names, and of each family the pattern of all of it ("service.*"): what a pattern that
// matches none may have meant.
std::vector<std::string> event_type_patterns();

}  // namespace model
