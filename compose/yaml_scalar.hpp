// What a plain (unquoted) YAML scalar is. Docker Compose reads files with go-yaml v3, a mix of
// YAML 1.1 and 1.2: `010` is 8, `0o10` is 8, `1_000` is 1000, `yes` and `1:30` stay text,
// `2020-01-01` is a date.
#pragma once

#include "compose/value.hpp"

#include <string_view>

namespace compose {

Value::Data resolve_plain_scalar(std::string_view text);
// The text as a time in RFC 3339, "" where it is no date of YAML's.
std::string yaml_timestamp(std::string_view text);

}  // namespace compose
