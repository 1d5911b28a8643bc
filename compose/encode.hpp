// Value -> compact JSON as Go prints it, by a layout. Reading a value into its form finds the
// mistakes that the schema cannot (durations, sizes, booleans in words).
#pragma once

#include "compose/layout.hpp"
#include "compose/problems.hpp"
#include "compose/value.hpp"

#include <set>
#include <string>

namespace compose {

// `skipped`: keys to leave out, relative to `value`, parts of nested ones with a dot
// ("deploy.replicas").
std::string encode_section(const Value& value, const Layout& layout, const Path& path,
                           Problems& problems, const std::set<std::string>& skipped = {});

// Any value, keys sorted: x- keys of the top level.
std::string encode_any(const Value& value);

// Go's json.MarshalIndent with two spaces.
std::string indent_json(std::string_view compact);

}  // namespace compose
