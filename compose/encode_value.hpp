// One value in its form, see layout.hpp.
#pragma once

#include "compose/layout.hpp"
#include "compose/value.hpp"
#include "core/result.hpp"

#include <optional>
#include <string>

namespace compose {

// Compact JSON; nullopt where the form leaves this value out. `value` may be nullptr: absent.
core::Result<std::optional<std::string>> encode_value(const Value* value, Form form);

}  // namespace compose
