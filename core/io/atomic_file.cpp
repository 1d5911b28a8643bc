#include "core/io/atomic_file.hpp"

#include "core/digest.hpp"

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace core {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }
  bool open() const { return fd_ >= 0; }
  // The last chance to hear of a failed write, on network file systems.
  bool close() { return ::close(std::exchange(fd_, -1)) == 0; }

 private:
  int fd_;
};

Error failed(std::string_view doing, const std::filesystem::path& path) {
  const int number = errno;
  const auto code = number == ENOENT                                         ? Errc::not_found
                    : number == EACCES || number == EPERM || number == EROFS ? Errc::denied
                                                                             : Errc::io;
  return {code, std::string(doing) + " " + path.string() + ": " + std::strerror(number)};
}

int open_retrying(const std::filesystem::path& path, int flags, ::mode_t mode = 0) {
  int fd = -1;
  do fd = ::open(path.c_str(), flags | O_CLOEXEC, mode);
  while (fd < 0 && errno == EINTR);
  return fd;
}

bool write_all(int fd, std::string_view content) {
  while (!content.empty()) {
    const auto written = ::write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

Status write_and_sync(const std::filesystem::path& path, std::string_view content, ::mode_t mode) {
  Descriptor file(open_retrying(path, O_WRONLY | O_CREAT | O_EXCL, 0600));
  if (!file.open()) return failed("creating", path);
  if (!write_all(file.get(), content)) return failed("writing", path);
  if (::fchmod(file.get(), mode) != 0) return failed("setting the mode of", path);
  if (::fsync(file.get()) != 0 || !file.close()) return failed("writing", path);
  return {};
}

Error no_plain_file(const std::filesystem::path& path, ::mode_t mode) {
  const char* what = S_ISDIR(mode)    ? "a folder"
                     : S_ISFIFO(mode) ? "a pipe"
                     : S_ISSOCK(mode) ? "a socket"
                                      : "a device";
  return {Errc::io, path.string() + " is " + what + ", expected a plain file"};
}

// Stands for "no file" where one must be named, and reads as empty without ever blocking.
bool is_null_device(const struct ::stat& seen) {
  struct ::stat null = {};
  return S_ISCHR(seen.st_mode) && ::stat("/dev/null", &null) == 0 && null.st_rdev == seen.st_rdev;
}

Error has_more_than(std::size_t bytes_max, const std::filesystem::path& path) {
  return {Errc::too_large,
          path.string() + " has more than " + std::to_string(bytes_max) + " bytes"};
}

Result<std::string> read_all(const Descriptor& file, const std::filesystem::path& path,
                             std::size_t bytes_max) {
  std::string content;
  char buffer[16384];
  for (;;) {
    const auto count = ::read(file.get(), buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed("reading", path);
    if (count == 0) return content;
    if (content.size() + static_cast<std::size_t>(count) > bytes_max)
      return has_more_than(bytes_max, path);
    content.append(buffer, static_cast<std::size_t>(count));
  }
}

}  // namespace

Status sync_directory(const std::filesystem::path& directory) {
  const auto& path = directory.empty() ? std::filesystem::path(".") : directory;
  const Descriptor folder(open_retrying(path, O_RDONLY | O_DIRECTORY));
  if (!folder.open()) return failed("opening", path);
  // Some file systems cannot sync a folder and say EINVAL; there is nothing more to do there.
  if (::fsync(folder.get()) != 0 && errno != EINVAL) return failed("syncing", path);
  return {};
}

Status write_file_atomically(const std::filesystem::path& path, std::string_view content,
                             ::mode_t mode) {
  auto beside = path;
  beside += "." + random_hex(6) + ".tmp";
  if (auto written = write_and_sync(beside, content, mode); !written) {
    ::unlink(beside.c_str());
    return written;
  }
  if (::rename(beside.c_str(), path.c_str()) != 0) {
    auto error = failed("replacing", path);
    ::unlink(beside.c_str());
    return error;
  }
  return sync_directory(path.parent_path());
}

Result<std::string> read_file(const std::filesystem::path& path, std::size_t bytes_max) {
  struct ::stat seen = {};
  // Asked before it is opened: what opening does to a device is the device's affair.
  if (::stat(path.c_str(), &seen) != 0) return failed("opening", path);
  if (is_null_device(seen)) return std::string();
  if (!S_ISREG(seen.st_mode)) return no_plain_file(path, seen.st_mode);
  // O_NONBLOCK: by now it may have become a pipe.
  const Descriptor file(open_retrying(path, O_RDONLY | O_NONBLOCK | O_NOCTTY));
  if (!file.open() || ::fstat(file.get(), &seen) != 0) return failed("opening", path);
  if (!S_ISREG(seen.st_mode)) return no_plain_file(path, seen.st_mode);
  if (seen.st_size > 0 && static_cast<std::uintmax_t>(seen.st_size) > bytes_max)
    return has_more_than(bytes_max, path);
  return read_all(file, path, bytes_max);
}

Status check_plain_file(const std::filesystem::path& path) {
  struct ::stat seen = {};
  if (::stat(path.c_str(), &seen) != 0 || S_ISREG(seen.st_mode) || is_null_device(seen)) return {};
  return no_plain_file(path, seen.st_mode);
}

Result<std::string> read_file_or_pipe(const std::filesystem::path& path, std::size_t bytes_max) {
  struct ::stat seen = {};
  if (::stat(path.c_str(), &seen) != 0) return failed("opening", path);
  if (!S_ISFIFO(seen.st_mode) && !S_ISCHR(seen.st_mode)) return read_file(path, bytes_max);
  const Descriptor file(open_retrying(path, O_RDONLY | O_NOCTTY));
  if (!file.open()) return failed("opening", path);
  return read_all(file, path, bytes_max);
}

}  // namespace core
