// The canonical form of each key: short syntaxes become mappings, lists of names become mappings,
// and so on. Applied after every merged document, so what is canonical already must come through
// unchanged.
#pragma once

#include "compose/problems.hpp"
#include "compose/value.hpp"

namespace compose {

constexpr std::size_t ports_read_max = 8 * 65'536;  // also of files that are read several times

// `ports` counts what short port syntax stands for: more than `ports_read_max` are a mistake.
void make_canonical(Value& root, std::size_t& ports, Problems& problems);

// Attributes that are set where nothing is written, after all files are merged.
void set_defaults(Value& root);

}  // namespace compose
