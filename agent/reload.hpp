// What a new configuration means for a running agent. Pure.
#pragma once

#include "agent/config.hpp"

#include <string>
#include <vector>

namespace agent {

struct Reload {
  std::vector<std::string> changed;       // keys whose value is another one now
  std::vector<std::string> need_restart;  // those of them that only a restart of the agent puts in
                                          // force
  bool operator==(const Reload&) const = default;
};

Reload reload_of(const Config& before, const Config& after);

// "log.level, state_dir (state_dir needs a restart of the agent)"; "nothing changed".
std::string text_of(const Reload& reload);

// What goes on running: everything of `after` but the keys that need a restart, which keep their
// value.
Config in_force(const Config& before, Config after);

}  // namespace agent
