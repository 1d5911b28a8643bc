// The canonical form of each key: short syntaxes become mappings, lists of names become mappings,
// and so on. Applied after every merged document, so what is canonical already must come through
// unchanged.
#pragma once

#include "compose/problems.hpp"
#include "compose/value.hpp"

namespace compose {

void make_canonical(Value& root, Problems& problems);

// Attributes that are set where nothing is written, after all files are merged.
void set_defaults(Value& root);

}  // namespace compose
