// Lists and mappings of plain values in their form, see layout.hpp.
#pragma once

#include "compose/layout.hpp"
#include "compose/value.hpp"
#include "core/result.hpp"

#include <optional>
#include <string>

namespace compose {

core::Result<std::optional<std::string>> encode_list(const Value& value, Form form);

}  // namespace compose
