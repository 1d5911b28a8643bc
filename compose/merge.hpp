// How a further file (or document, or the service that extends) changes what is there: mappings
// merge, lists add up, anything else is replaced, null leaves the base; and the exceptions of the
// specification.
#pragma once

#include "compose/path.hpp"
#include "compose/problems.hpp"
#include "compose/value.hpp"

#include <set>

namespace compose {

Value merge(Value base, Value other, Problems& problems);
// The same with both being services, for `extends`.
Value merge_services(Value base, Value other, Problems& problems);

// Entries of a list that redefine an earlier one (the same variable, target, port) take its place.
void drop_redefined(Value& root, Problems& problems);

// What a later document tagged !reset or !override.
void remove_replaced(Value& root, const std::set<Path>& replaced);

}  // namespace compose
