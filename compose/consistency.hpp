// References between services, networks, volumes, configs and secrets, and values that contradict
// each other.
#pragma once

#include "compose/problems.hpp"
#include "compose/value.hpp"

#include <set>
#include <string>

namespace compose {

// `enabled`: the services whose profiles are active.
void check_consistency(const Value& root, const std::set<std::string>& enabled, Problems& problems);

}  // namespace compose
