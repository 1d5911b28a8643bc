// The event types of the contract, with what `data` holds; OpenAPI shows them.
#pragma once

#include <string_view>
#include <vector>

namespace api {

struct EventType {
  std::string_view type;
  std::string_view data;  // its fields, as openapi_notation.hpp has them; "" where it is empty
};

const std::vector<EventType>& event_types();

}  // namespace api
