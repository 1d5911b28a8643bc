// What a program leaves running, also where it went into a session of its own.
#pragma once

#include <string>
#include <utility>

#include <sys/types.h>

namespace core {

// A variable for a program's environment, which whatever it starts inherits. No two are the same.
using FamilyMark = std::pair<std::string, std::string>;
FamilyMark make_family_mark();

// Kills every process that carries the mark and came after `first`, the program itself, until none
// is left. It passes over what has emptied or overwritten its environment, and what runs as a user
// whom we may not look at. Linux: by the numbers of processes, which the kernel gives in a row;
// macOS: nobody. Blocks some milliseconds.
void kill_family(const FamilyMark& mark, pid_t first);

}  // namespace core
