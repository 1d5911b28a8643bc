// What a command is: a line in cli/commands.cpp and a file in cli/command/.
#pragma once

#include "cli/client.hpp"
#include "cli/failure.hpp"
#include "cli/options.hpp"
#include "cli/world.hpp"

#include <functional>
#include <string>
#include <vector>

namespace cli {

enum class Format { table, json, yaml };

struct Session {
  World& world;
  Client& client;
  Format format = Format::table;
};

using Action = std::function<Outcome(Session&)>;

struct Command {
  std::string name;
  std::string usage;    // what follows the name
  std::string summary;  // one line
  std::string example;
  // Adds its flags; the action runs once they are read.
  Action (*define)(Options& options);
  std::string more;  // what --help says at its end
};

}  // namespace cli
