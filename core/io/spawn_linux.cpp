#include "core/check.hpp"
#include "core/io/spawn.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace core {

bool open_pipe(int ends[2]) { return ::pipe2(ends, O_CLOEXEC) == 0; }

void close_inherited(posix_spawn_file_actions_t& actions, short&) {
  CHECK(::posix_spawn_file_actions_addclosefrom_np(&actions, 3) == 0);
}

}  // namespace core
