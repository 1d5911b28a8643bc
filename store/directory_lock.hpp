// One agent a state folder.
#pragma once

#include "core/result.hpp"

#include <filesystem>

namespace store {

// Held until destroyed; the kernel frees it however the process ends. Not inherited by programs
// that are started.
class DirectoryLock {
 public:
  // Errors: conflict (another process holds it; its pid is named), denied, io. On a read-only file
  // system where no lock file can be made there is nothing to protect: an empty lock.
  static core::Result<DirectoryLock> acquire(const std::filesystem::path& directory);
  DirectoryLock(DirectoryLock&& other) noexcept;
  DirectoryLock& operator=(DirectoryLock&& other) noexcept;
  ~DirectoryLock();

 private:
  explicit DirectoryLock(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace store
