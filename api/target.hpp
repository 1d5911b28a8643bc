// The target of a request taken apart: path segments and query, percent-decoded (RFC 3986). Pure.
#pragma once

#include "api/http.hpp"
#include "core/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace api {

struct Target {
  std::vector<std::string> segments;  // of "/v1/holds/": "v1", "holds"; a trailing slash is ignored
  Query query;                        // a key that appears twice is refused
  bool operator==(const Target&) const = default;
};

// invalid: not a path, a broken escape, a NUL, or text that is not UTF-8.
core::Result<Target> parse_target(std::string_view target);

}  // namespace api
