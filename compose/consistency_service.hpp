// The part of check_consistency that looks at one service.
#pragma once

#include "compose/consistency.hpp"
#include "compose/problems.hpp"
#include "compose/value.hpp"

#include <string>

namespace compose {

void check_service(const Value& root, const Enabled& enabled, const std::string& name,
                   Problems& problems);

}  // namespace compose
