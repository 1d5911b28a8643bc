// One process as /proc shows it. Linux; for left_behind_linux.cpp.
#pragma once

#include "core/io/program_pipes.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace core {

// "12345" as the number of a process, nothing else.
std::optional<pid_t> process_number(std::string_view text);

// Whom a process belongs to.
struct ProcessKin {
  pid_t process = 0;
  pid_t parent = 0, group = 0, session = 0;
  unsigned long long start = 0;  // with the number it tells a process from all others of this boot
  bool stopped = false;          // and goes on only when it is told to
  bool over = false;             // a zombie, or less
};

// What stands in /proc/<pid>/stat.
std::optional<ProcessKin> parse_process_kin(std::string_view stat);

// "pipe:[12345]", as /proc shows the pipe that `descriptor` is an end of; "" where it is none.
std::string pipe_name(int descriptor);

// Stays that of its process: its number may be another's by now, and then nothing is read, and no
// signal sent.
class ProcessFolder {
 public:
  explicit ProcessFolder(pid_t process);

  std::optional<ProcessKin> kin() const;  // none where it is gone
  bool has_in_environment(std::string_view entry) const;
  // Its standard output or error is one of these, as pipe_name says them.
  bool writes_to(const std::vector<std::string>& pipes) const;
  // False where it is gone, or we may not.
  bool send(int signal) const;

 private:
  std::string text_of(const char* file, std::size_t bytes_max) const;

  pid_t process_;
  PipeEnd folder_;
};

}  // namespace core
