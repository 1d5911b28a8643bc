// Files that somebody named in or for a Compose project, as compose::FileReader wants them.
#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <string>

namespace core {

// As read_file. not_found also for a folder, which Compose takes for no file; every message begins
// with `path` or says what was done to it.
Result<std::string> read_named_file(const std::string& path, std::size_t bytes_max);
// As read_file_or_pipe.
Result<std::string> read_named_file_or_pipe(const std::string& path, std::size_t bytes_max);

}  // namespace core
