#include "monitor/checks/plain_file.hpp"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace monitor {
namespace {

core::Error no_plain_file(::mode_t mode) {
  const char* what = S_ISDIR(mode)    ? "it is a folder"
                     : S_ISFIFO(mode) ? "it is a pipe"
                     : S_ISSOCK(mode) ? "it is a socket"
                                      : "it is a device";
  return core::invalid(what);
}

}  // namespace

core::Error error_of_errno(int number) {
  const auto code = number == ENOENT || number == ENOTDIR ? core::Errc::not_found
                    : number == EACCES || number == EPERM ? core::Errc::denied
                                                          : core::Errc::io;
  return {code, std::generic_category().message(number)};
}

core::Result<PlainFile> PlainFile::open(const std::string& path) {
  struct ::stat seen {};
  // Asked before it is opened: what opening does to a device is the device's affair.
  if (::stat(path.c_str(), &seen) != 0) return error_of_errno(errno);
  if (!S_ISREG(seen.st_mode)) return no_plain_file(seen.st_mode);
  int descriptor = -1;
  do descriptor = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  while (descriptor < 0 && errno == EINTR);
  if (descriptor < 0) return error_of_errno(errno);
  PlainFile file(descriptor, {});
  if (::fstat(descriptor, &seen) != 0) return error_of_errno(errno);
  if (!S_ISREG(seen.st_mode)) return no_plain_file(seen.st_mode);
  file.identity_ = {seen.st_dev, seen.st_ino};
  return file;
}

PlainFile::~PlainFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

core::Result<std::uint64_t> PlainFile::size() const {
  struct ::stat seen {};
  if (::fstat(descriptor_, &seen) != 0) return error_of_errno(errno);
  return static_cast<std::uint64_t>(seen.st_size);
}

core::Result<std::size_t> PlainFile::read_at(std::uint64_t place, std::span<char> buffer) const {
  std::size_t length = 0;
  while (length < buffer.size()) {
    const auto rest = buffer.subspan(length);
    const auto count =
        ::pread(descriptor_, rest.data(), rest.size(), static_cast<::off_t>(place + length));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return error_of_errno(errno);
    if (count == 0) break;
    length += static_cast<std::size_t>(count);
  }
  return length;
}

}  // namespace monitor
