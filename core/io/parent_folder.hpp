// The folder that a file of ours goes into. Blocking, for start.
#pragma once

#include "core/result.hpp"

#include <filesystem>

namespace core {

// Makes the folder of `path` where there is none, and those above it, with the mode that the
// process gives new folders. Errors: denied, io (both name the folder and what to do).
Status make_parent_folder(const std::filesystem::path& path);

}  // namespace core
