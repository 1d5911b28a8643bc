// Where in a JSON text something is: "$.db[0].state", "db[0].state", "[\"a.b\"].c". Pure.
#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace monitor {

inline constexpr std::size_t json_steps_max = 64;
inline constexpr int json_path_depth_max = 128;  // of a text that is looked at

struct JsonPath {
  std::vector<std::variant<std::string, std::size_t>> steps;  // a name, or a place in a list
  std::string text;  // for people: without the "$." before it; "$" for the whole
};

// Names hold no dots and brackets unless they are quoted, ' or ", with \ before a quotation mark or
// another \. Errors: invalid.
core::Result<JsonPath> parse_json_path(std::string_view text);

// JSON values are compared, so that 1 equals 1.0 and the order of names does not matter; without
// `equals` (a JSON text) the path has to be there. Returns what is wrong, in a sentence, or
// nothing.
std::optional<std::string> json_problem(std::string_view body, const JsonPath& path,
                                        const std::optional<std::string>& equals);

}  // namespace monitor
