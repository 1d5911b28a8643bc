// The processes of this machine, by name and command line. Platform by file.
#pragma once

#include "core/result.hpp"

#include <string>
#include <vector>

namespace monitor {

inline constexpr std::size_t host_processes_max = 100'000;   // more are not looked at
inline constexpr std::size_t command_bytes_max = 16 * 1024;  // of a command line: its head

struct HostProcess {
  int pid = 0;
  int parent = 0;
  // It has ended, and its parent has not asked for it. One whose first thread alone has ended
  // lives.
  bool zombie = false;
  // As the kernel has it (at most 15 characters on Linux), and the file names of its program and of
  // what it calls itself, as far as they are to be seen.
  std::vector<std::string> names;
  std::string command;  // its command line, a space between two words; "" of a zombie
  std::string group;    // on Linux its control groups (proc(5), /proc/PID/cgroup)
};

// What costs a file of each process.
struct ProcessDetail {
  bool names = false;  // beside that which the kernel has
  bool commands = false;
  bool groups = false;
};

// Ascending by pid. What ends meanwhile is left out. Blocking, but on no disk. Errors: denied, io.
core::Result<std::vector<HostProcess>> list_processes(const ProcessDetail& detail,
                                                      const std::string& proc = "/proc");

}  // namespace monitor
