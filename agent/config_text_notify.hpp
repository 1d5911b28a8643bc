// The part of values_of (agent/config.hpp) that is under `notify`.
#pragma once

#include "notify/settings.hpp"

#include <map>
#include <string>

namespace agent {

// No secrets: of channels their names, which reload_of compares by themselves; of the heartbeat's
// address a digest.
std::map<std::string, std::string> notify_values(const notify::Settings& settings);

}  // namespace agent
