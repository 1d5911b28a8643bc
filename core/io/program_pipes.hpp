// The descriptors between us and a program that we run. For subprocess.cpp.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include <unistd.h>

namespace core {

// Owns its descriptor.
class PipeEnd {
 public:
  PipeEnd() = default;
  explicit PipeEnd(int fd) : fd_(fd) {}
  PipeEnd(PipeEnd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  PipeEnd& operator=(PipeEnd&& other) noexcept {
    close();
    fd_ = std::exchange(other.fd_, -1);
    return *this;
  }
  ~PipeEnd() { close(); }
  int get() const { return fd_; }
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

 private:
  int fd_ = -1;
};

struct Pipe {
  PipeEnd read, write;
};

// What a program writes to: our end does not block. Empty with errno where there is none; likewise
// below.
std::optional<Pipe> make_output_pipe();

// What a program reads `text` from, at most as much as a pipe takes in; the end of it at once where
// `text` is empty. EAGAIN: it does not fit.
std::optional<PipeEnd> open_program_input(const std::string& text);

}  // namespace core
