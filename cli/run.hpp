// The client: every subcommand of `evenkeel` but `agent`.
#pragma once

#include "cli/world.hpp"

#include <functional>
#include <string>
#include <vector>

namespace cli {

// What the agent's parts know, and the client may not include.
struct FromAgent {
  std::function<void()> print_help;  // for `help agent`
  std::function<std::vector<ChannelSample>()> channel_samples;
};

// The exit code of the contract. `argv[0]` is the program.
int run(int argc, char** argv, FromAgent from_agent);

// The same with everything it touches as an argument, for tests; `arguments` without the program.
int run_in(World& world, std::vector<std::string> arguments);

}  // namespace cli
