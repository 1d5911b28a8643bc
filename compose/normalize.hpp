// What the specification implies becomes explicit: the default network, names of resources,
// dependencies through links and shared namespaces, values of variables that only have a name.
#pragma once

#include "compose/interpolate.hpp"
#include "compose/value.hpp"

#include <optional>
#include <string>

namespace compose {

void normalize(Value& root, const std::string& project, const Environment& environment);

}  // namespace compose
