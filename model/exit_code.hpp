// What the exit code of a container means. Pure. Sources: bash(1) "EXIT STATUS", signal(7),
// ENGINE.md 7.
#pragma once

#include <string>

namespace model {

inline constexpr int killed_exit_code = 137;  // by SIGKILL, as the kernel does it for memory too

// `oom_killed`: something in the container was killed for memory since its start. It need not be
// what ended it: newer engines say so of one that lives on, too.
bool died_of_memory(int exit_code, bool oom_killed);

// "" where it means nothing but what the program says it does.
std::string exit_meaning(int exit_code, bool oom_killed);

}  // namespace model
