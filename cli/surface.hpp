// How wide and how colorful what a session prints may be.
#pragma once

#include "cli/command.hpp"
#include "cli/table.hpp"

namespace cli {

inline Surface surface_of(const World& world) {
  return {world.color(), world.out_is_terminal ? world.width() : 0};
}

}  // namespace cli
