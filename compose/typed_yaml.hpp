// YAML text -> Value trees as go-yaml v3 reads them: types of plain scalars, merge keys, duplicate
// keys as errors, several documents. The only file that knows yaml-cpp.
#pragma once

#include "compose/path.hpp"
#include "compose/problems.hpp"
#include "compose/value.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace compose {

struct YamlDocument {
  Value root;
  // Tagged !reset: not in `root`, and to be taken out of what was merged before. Tagged !override:
  // in `root`, and what was merged before goes first.
  std::set<Path> replaced;
};

// `file` is the name in messages. Mistakes go to `problems`; then the result is not to be used.
// Bounded: at most 200,000 nodes after aliases are expanded, 100 levels.
std::vector<YamlDocument> parse_yaml(std::string_view text, const std::string& file,
                                     Problems& problems);

}  // namespace compose
