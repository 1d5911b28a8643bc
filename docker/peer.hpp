// When the engine process behind a Unix socket was started.
#pragma once

#include <string>

namespace docker {

// "pid:starttime" where the process is the engine itself; "" where it is not (systemd may own the
// socket) or cannot be seen.
std::string engine_start_of_process(int pid);

}  // namespace docker
