// When to come back, where a service says it in the body of its answer. Pure.
#pragma once

#include "core/clock.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace notify {

// The number below these names in a JSON object, in `unit`s; at most a day. Nothing where there is
// none.
std::optional<core::Milliseconds> retry_in_body(std::string_view body,
                                                const std::vector<std::string>& names,
                                                core::Milliseconds unit);

}  // namespace notify
