// The part of check_consistency that looks at one service.
#pragma once

#include "compose/problems.hpp"
#include "compose/value.hpp"

#include <set>
#include <string>

namespace compose {

void check_service(const Value& root, const std::set<std::string>& enabled, const std::string& name,
                   Problems& problems);

}  // namespace compose
