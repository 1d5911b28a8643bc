// Real processes that are no children of the test: those never count.
#pragma once

#include <csignal>
#include <filesystem>
#include <stdexcept>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

namespace monitor_test {

// A parent that does not ask for its children, and so many children of it that run `program`, each
// with `argument`. All of them end with this.
class ProcessFamily {
 public:
  ProcessFamily(const std::string& program, const std::string& argument, int children) {
    const char* path = program.c_str();
    const char* word = argument.c_str();
    parent_ = ::fork();
    if (parent_ < 0) throw std::runtime_error("no process to be had");
    if (parent_ > 0) {
      ::setpgid(parent_, parent_);
      return;
    }
    ::setpgid(0, 0);
    for (int i = 0; i < children; ++i) {
      if (::fork() != 0) continue;
      ::execl(path, path, word, static_cast<char*>(nullptr));
      ::_exit(127);
    }
    for (;;) ::pause();
  }
  ~ProcessFamily() {
    ::kill(-parent_, SIGKILL);
    ::waitpid(parent_, nullptr, 0);
  }
  ProcessFamily(const ProcessFamily&) = delete;
  ProcessFamily& operator=(const ProcessFamily&) = delete;

  int parent() const { return parent_; }

 private:
  ::pid_t parent_ = -1;
};

// A program of a name that no other has, which does what `like` does.
inline std::string program_like(const std::string& like, const std::filesystem::path& folder,
                                const std::string& name) {
  std::filesystem::copy_file(like, folder / name);
  return (folder / name).string();
}

}  // namespace monitor_test
