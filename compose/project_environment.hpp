// The environment that files are read with: that of the process, then env files; the process wins.
#pragma once

#include "compose/interpolate.hpp"
#include "compose/load.hpp"
#include "core/result.hpp"

#include <string>
#include <vector>

namespace compose {

// `files`: absolute, must exist; none: `.env` of `directory` where there is one.
core::Status add_env_files(const std::vector<std::string>& files, const std::string& directory,
                           const FileReader& read, Environment& environment);

// Lower case, without what is not a-z 0-9 _ -, not beginning with _ or -.
std::string normal_project_name(std::string_view name);

}  // namespace compose
