// How many columns of a terminal a text takes. Pure, and the same whatever the locale. Source:
// Unicode 14, East_Asian_Width and the general categories Mn, Me and Cf (those of the scripts up to
// Thai, and of all that is used with any script).
#pragma once

#include <cstddef>
#include <string_view>

namespace cli {

constexpr char32_t replacement_character = 0xFFFD;

// The code point at the begin of `rest`, which is not empty, and takes it away. A byte that is not
// part of well-formed UTF-8 is one `replacement_character`.
char32_t take_character(std::string_view& rest);

// 0, 1 or 2.
std::size_t columns_of(char32_t character);

// Whether a terminal would obey it, or show what follows in another order.
bool is_steering(char32_t character);

}  // namespace cli
