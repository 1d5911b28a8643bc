// How Go prints values. Docker Compose prints numbers back from the parsed value, and hashes its
// own JSON, so both must be met exactly.
#pragma once

#include "compose/value.hpp"

#include <string>

namespace compose {

// fmt.Sprint: 1.10 -> "1.1", 1000000.0 -> "1e+06", nil -> "<nil>", a map -> "map[a:1 b:2]".
std::string go_text(const Value& value);
std::string go_float(double number);  // also "+Inf", "-Inf", "NaN"
// encoding/json, which has finite numbers only: 100000000000000000000.0 without exponent, 1e-7 as
// "1e-7".
std::string go_json_number(double number);
// encoding/json, quotes included: < > & and U+2028, U+2029 escaped; what is no UTF-8 becomes
// U+FFFD.
std::string go_json_string(std::string_view text);
// The shortest decimal that reads back as this float32, as a double.
double as_float32(double number);

}  // namespace compose
