// The `data` of reconcile's events, as JSON text. Fields are those of the OpenAPI document.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace reconcile {

using DataValue = std::variant<std::string, long long, bool, std::vector<std::string>>;

// {"cause": "...", "took_ms": 12}; keys in the order given.
std::string event_data(std::initializer_list<std::pair<std::string_view, DataValue>> fields);

}  // namespace reconcile
