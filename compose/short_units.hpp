// Durations, sizes and command lines in the notations of Compose files.
#pragma once

#include "core/result.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace compose {

// Go's time.ParseDuration plus d and w: "1m30s", "1.5h", "-2s", "0"; another number without a unit
// is an error.
core::Result<std::chrono::nanoseconds> parse_go_duration(std::string_view text);
// time.Duration.String: "1m30s", "1.5s", "500ms", "0s".
std::string go_duration_text(std::chrono::nanoseconds duration);

// "512m", "1.5 GiB", "100": 1024-based whatever the suffix, fractions cut, no negatives.
core::Result<std::int64_t> parse_bytes(std::string_view text);

// A command written as one text: words as a shell would part them, without expansion; ends at an
// unquoted ; & | < >.
core::Result<std::vector<std::string>> shell_words(std::string_view line);

}  // namespace compose
