// From the merged tree to the Spec: what both ways in (files, a canonical project) have in common.
#pragma once

#include "compose/layers.hpp"
#include "compose/load.hpp"

#include <string>
#include <vector>

namespace compose {

struct ProjectRequest {
  std::string name;
  std::vector<std::string> profiles;
  CanonicalOrigin origin;
  bool canonical = false;  // services without an active profile were left out of `root` before
};

// `root` as merge_layers leaves it. Problems are in the error; those already in `problems` count.
// Where there are none, `problems` holds afterwards what is unsupported.
core::Result<Loaded> make_project(Value root, const ProjectRequest& request,
                                  const Surroundings& around, Problems& problems);

}  // namespace compose
