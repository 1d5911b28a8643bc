#include "api/process_usage.hpp"

#include <vector>

#include <libproc.h>
#include <sys/proc_info.h>
#include <unistd.h>

namespace api {

std::optional<ProcessMemory> own_memory() {
  ::proc_taskinfo info = {};
  const int got = ::proc_pidinfo(::getpid(), PROC_PIDTASKINFO, 0, &info, sizeof info);
  if (got < static_cast<int>(sizeof info)) return std::nullopt;
  return ProcessMemory{info.pti_virtual_size, info.pti_resident_size};
}

// Without a buffer it answers with room for some more than there are: count what it writes.
std::optional<std::uint64_t> own_descriptors() {
  const int room = ::proc_pidinfo(::getpid(), PROC_PIDLISTFDS, 0, nullptr, 0);
  if (room <= 0) return std::nullopt;
  std::vector<::proc_fdinfo> all(static_cast<std::size_t>(room) / sizeof(::proc_fdinfo));
  const int got = ::proc_pidinfo(::getpid(), PROC_PIDLISTFDS, 0, all.data(), room);
  if (got <= 0) return std::nullopt;
  return static_cast<std::uint64_t>(got) / sizeof(::proc_fdinfo);
}

}  // namespace api
