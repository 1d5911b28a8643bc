// The client: every subcommand of `evenkeel` but `agent`.
#pragma once

#include "cli/world.hpp"

#include <string>
#include <vector>

namespace cli {

// The exit code of the contract. `argv[0]` is the program.
int run(int argc, char** argv);

// The same with everything it touches as an argument, for tests; `arguments` without the program.
int run_in(World& world, std::vector<std::string> arguments);

}  // namespace cli
