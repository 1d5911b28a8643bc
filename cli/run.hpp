// The client: every subcommand of `evenkeel` but `agent`.
#pragma once

#include "cli/world.hpp"

#include <functional>
#include <string>
#include <vector>

namespace cli {

// The exit code of the contract. `argv[0]` is the program; `print_agent_help` is for `help agent`.
int run(int argc, char** argv, std::function<void()> print_agent_help);

// The same with everything it touches as an argument, for tests; `arguments` without the program.
int run_in(World& world, std::vector<std::string> arguments);

}  // namespace cli
