#include "store/directory_lock.hpp"

#include "core/io/atomic_file.hpp"
#include "core/text.hpp"

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace store {
namespace {

core::Error failed(const char* doing, const std::filesystem::path& file, int number) {
  const auto code = number == EACCES || number == EPERM ? core::Errc::denied : core::Errc::io;
  return {code, std::string(doing) + " " + file.string() + ": " + std::strerror(number)};
}

core::Error held_by_another(const std::filesystem::path& file) {
  const auto content = core::read_file(file, 64);
  const auto pid = content ? std::string(core::trim(*content)) : std::string();
  return {core::Errc::conflict,
          "another evenkeel agent" + (pid.empty() ? std::string() : " (pid " + pid + ")") +
              " uses " + file.parent_path().string() + ": stop it, or set another state_dir"};
}

// For people and for the message above; the lock itself is the kernel's.
void write_pid(int fd) {
  const auto pid = std::to_string(::getpid()) + "\n";
  if (::ftruncate(fd, 0) != 0) return;
  [[maybe_unused]] const auto written = ::pwrite(fd, pid.data(), pid.size(), 0);
}

}  // namespace

core::Result<DirectoryLock> DirectoryLock::acquire(const std::filesystem::path& directory) {
  const auto file = directory / "lock";
  int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  const bool writable = fd >= 0;
  if (!writable) fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT) return DirectoryLock(-1);
  if (fd < 0) return failed("opening", file, errno);
  DirectoryLock lock(fd);
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return held_by_another(file);
    return failed("locking", file, errno);
  }
  if (writable) write_pid(fd);
  return lock;
}

DirectoryLock::DirectoryLock(DirectoryLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

DirectoryLock& DirectoryLock::operator=(DirectoryLock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

DirectoryLock::~DirectoryLock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace store
