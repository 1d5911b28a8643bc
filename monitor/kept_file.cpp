#include "monitor/kept_file.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace monitor {
namespace {

// A file of several records is handed out a page at a time, whole records only: less than this is
// all there is.
constexpr std::size_t page_nearly_full = 3072;

core::Errc code_of(int number) {
  switch (number) {
    case ENOENT:
    case ENODEV:  // its control group has been removed
    case ESRCH:   // its process has been waited for
      return core::Errc::not_found;
    case EACCES:
    case EPERM: return core::Errc::denied;
    case EMFILE:
    case ENFILE: return core::Errc::unavailable;
    default: return core::Errc::io;
  }
}

core::Error failed(const std::string& doing, int number) {
  return {code_of(number), doing + ": " + std::strerror(number)};
}

::ssize_t read_at(int descriptor, std::span<char> into, std::size_t offset) {
  ::ssize_t count = -1;
  do count = ::pread(descriptor, into.data(), into.size(), static_cast<::off_t>(offset));
  while (count < 0 && errno == EINTR);
  return count;
}

}  // namespace

core::Result<KeptFile> KeptFile::open(const std::string& path) {
  int descriptor = -1;
  do descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  while (descriptor < 0 && errno == EINTR);
  if (descriptor < 0) return failed("opening " + path, errno);
  return KeptFile(descriptor);
}

KeptFile::~KeptFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

core::Result<std::string_view> KeptFile::read(std::span<char> buffer) const {
  std::size_t length = 0;
  for (;;) {
    const auto count = read_at(descriptor_, buffer.subspan(length), length);
    if (count < 0) return failed("reading a kernel file", errno);
    length += static_cast<std::size_t>(count);
    if (static_cast<std::size_t>(count) < page_nearly_full || length == buffer.size()) {
      return std::string_view(buffer.data(), length);
    }
  }
}

}  // namespace monitor
