// ${VARIABLES} in values (never in keys), before types are cast. Rules of compose-go's template
// package, Docker Compose 2.40:
//   $V ${V}  ${V:-d} ${V-d}  ${V:?e} ${V?e}  ${V:+r} ${V+r}, nested, first operator wins, $$ is a
//   dollar, `$` before no name stays, unset = blank with a warning; a default never spans lines.
#pragma once

#include "compose/problems.hpp"
#include "compose/value.hpp"
#include "core/result.hpp"

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace compose {

constexpr int interpolation_depth_max = 100;  // ${A:-${B:-${C}}} is three levels

// What one text, and all texts of a document or an env file, may become.
constexpr std::size_t text_bytes_max = 64 * 1024 * 1024;

using Environment = std::map<std::string, std::string>;

// Names of unset variables, once each, in the order in which they were met.
class UnsetNames {
 public:
  void add(std::string_view name) {
    if (known_.emplace(name).second) names_.emplace_back(name);
  }
  const std::vector<std::string>& all() const { return names_; }

 private:
  std::vector<std::string> names_;
  std::set<std::string> known_;
};

class Interpolation {
 public:
  explicit Interpolation(const Environment& environment) : environment_(&environment) {}
  // The time is linear in the text for each level of nesting; deeper than
  // `interpolation_depth_max`, or longer than `text_bytes_max`, is invalid.
  core::Result<std::string> apply(std::string_view text, UnsetNames& unset) const;

 private:
  const Environment* environment_;
};

// Of the name of a variable at the beginning of `text`; 0 where none begins there.
std::size_t name_length(std::string_view text);

// Every text below `value`; then texts at keys with a type of their own (numbers, booleans) are
// cast.
void interpolate_tree(Value& value, const Environment& environment, Problems& problems);

}  // namespace compose
