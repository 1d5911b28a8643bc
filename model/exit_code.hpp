// What the exit code of a container means. Pure. Sources: bash(1) "EXIT STATUS", signal(7),
// ENGINE.md 7.
#pragma once

#include <string>

namespace model {

// "" where it means nothing but what the program says it does.
std::string exit_meaning(int exit_code, bool oom_killed);

}  // namespace model
