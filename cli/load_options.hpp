// The flags of `apply` and `config` that say which Compose project is meant, and loading it on this
// side with this environment.
#pragma once

#include "cli/command.hpp"
#include "compose/load.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cli {

struct LoadOptions {
  std::vector<std::string> files, env_files, profiles;
  std::optional<std::string> name;
  std::string directory;
};

void define_load_options(Options& options, LoadOptions& into);

// Warnings go to standard error. The failure (exit code 2) holds every mistake, one a line.
Expected<compose::Loaded> load_project(World& world, const LoadOptions& wanted);

}  // namespace cli
