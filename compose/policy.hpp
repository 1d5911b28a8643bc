// The policy keys of the contract, out of `x-evenkeel` (top level, services) and out of labels.
#pragma once

#include "compose/problems.hpp"
#include "compose/value.hpp"
#include "model/policy.hpp"

namespace compose {

// The section `x-evenkeel`; `value` may be nullptr: nothing is said. Unknown keys and wrong values
// are problems.
model::PolicyLayer policy_of_section(const Value* value, const Path& path, Problems& problems);

// Labels `evenkeel.<key>`, `autoheal` and `autoheal.stop.timeout` out of a list or mapping of
// labels.
model::PolicyLayer policy_of_labels(const Value* labels, const Path& path, Problems& problems);

}  // namespace compose
