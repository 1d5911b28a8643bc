#include "core/io/spawn.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace core {

// Not atomic here, but POSIX_SPAWN_CLOEXEC_DEFAULT keeps the ends out of every program that we
// start.
bool open_pipe(int ends[2]) {
  if (::pipe(ends) != 0) return false;
  ::fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  ::fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  return true;
}

void close_inherited(posix_spawn_file_actions_t&, short& flags) {
  flags = static_cast<short>(flags | POSIX_SPAWN_CLOEXEC_DEFAULT);
}

}  // namespace core
