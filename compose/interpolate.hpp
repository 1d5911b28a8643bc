// ${VARIABLES} in values (never in keys), before types are cast. Rules of compose-go's template
// package, Docker Compose 2.40:
//   $V ${V}  ${V:-d} ${V-d}  ${V:?e} ${V?e}  ${V:+r} ${V+r}, nested, first operator wins, $$ is a
//   dollar, `$` before no name stays, unset = blank with a warning; a default never spans lines.
#pragma once

#include "compose/problems.hpp"
#include "compose/value.hpp"
#include "core/result.hpp"

#include <map>
#include <string>
#include <vector>

namespace compose {

using Environment = std::map<std::string, std::string>;

class Interpolation {
 public:
  explicit Interpolation(const Environment& environment) : environment_(&environment) {}
  // Names of unset variables are appended to `unset`, once each.
  core::Result<std::string> apply(std::string_view text, std::vector<std::string>& unset) const;

 private:
  const Environment* environment_;
};

// Every text below `value`; then texts at keys with a type of their own (numbers, booleans) are
// cast.
void interpolate_tree(Value& value, const Environment& environment, Problems& problems);

}  // namespace compose
