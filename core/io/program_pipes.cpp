#include "core/io/program_pipes.hpp"

#include "core/io/spawn.hpp"

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace core {
namespace {

std::optional<Pipe> make_pipe() {
  int ends[2];
  if (!open_pipe(ends)) return std::nullopt;
  return Pipe{PipeEnd(ends[0]), PipeEnd(ends[1])};
}

}  // namespace

std::optional<Pipe> make_output_pipe() {
  auto pipe = make_pipe();
  if (pipe) ::fcntl(pipe->read.get(), F_SETFL, O_NONBLOCK);
  return pipe;
}

// Written before anybody reads: as it fits, nobody waits, and there is a reader, ourselves.
std::optional<PipeEnd> open_program_input(const std::string& text) {
  if (text.empty()) {
    PipeEnd nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    if (nothing.get() < 0) return std::nullopt;
    return nothing;
  }
  auto pipe = make_pipe();
  if (!pipe) return std::nullopt;
  ::fcntl(pipe->write.get(), F_SETFL, O_NONBLOCK);
  const auto written = ::write(pipe->write.get(), text.data(), text.size());
  if (written >= 0 && written < static_cast<ssize_t>(text.size())) errno = EAGAIN;
  if (written != static_cast<ssize_t>(text.size())) return std::nullopt;
  return std::move(pipe->read);
}

}  // namespace core
