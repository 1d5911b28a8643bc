// What Docker Compose knows and evenkeel cannot run.
#pragma once

#include "compose/mistake.hpp"
#include "compose/value.hpp"
#include "model/spec.hpp"

#include <set>
#include <string>
#include <vector>

namespace compose {

// One sentence each, with the place in the files.
std::vector<Mistake> unsupported_features(const model::Spec& spec, const Value& root,
                                          const std::set<std::string>& active);

}  // namespace compose
