// The table of the commands, in the order of --help.
#pragma once

#include "cli/command.hpp"

#include <string>
#include <vector>

namespace cli {

const std::vector<Command>& commands();

// Names of the contract that a later version brings.
const std::vector<std::string>& later_commands();

}  // namespace cli
