// What `apply` sends.
#pragma once

#include "compose/load.hpp"

#include <string>

namespace cli {

// {"project": canonical, "source": {"kind": "compose", "files": [...], "directory": "...",
// "env_files": [...]}, "reason": "..."}; env_files only where there are any
std::string apply_body(const model::Spec& spec, const std::string& reason);

}  // namespace cli
