// Text where the schema wants a number or a boolean: what Go's strconv accepts, and YAML 1.1's
// words for booleans.
#pragma once

#include "compose/path.hpp"
#include "core/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace compose {

// Longer text is no number: matching it would recurse once a character.
constexpr std::size_t number_length_max = 1000;

enum class Cast { boolean, integer, real, real32 };

// The cast that the loader applies to a text at this place right after interpolation, nullptr where
// there is none.
const Cast* cast_at(const Path& path);

core::Result<bool> to_boolean(std::string_view text);
core::Result<std::int64_t> to_integer(std::string_view text);
core::Result<double> to_real(std::string_view text);

}  // namespace compose
