// What starting a process needs of the platform.
#pragma once

#include <spawn.h>

namespace core {

// A pipe whose ends no other program inherits. False with errno where there is none.
bool open_pipe(int ends[2]);

// Makes the new process start without any descriptor above standard error.
void close_inherited(posix_spawn_file_actions_t& actions, short& flags);

}  // namespace core
