// Signals by the names that Compose files and engines give them.
#pragma once

#include <string_view>

namespace model {

// "SIGQUIT", "QUIT" and "3" are 3: Linux's numbers, as the engine's host has them. 0 for a name
// that is not known.
int signal_number(std::string_view name);

}  // namespace model
