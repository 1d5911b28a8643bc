// A kernel file that stays open, because opening costs ten times what reading does.
#pragma once

#include "core/result.hpp"

#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace monitor {

// Owns its descriptor, which is not inherited by programs that are started. Any one thread.
class KeptFile {
 public:
  // Errors: not_found (also where the kernel says that its subject has ended), denied, unavailable
  // (no descriptor is left), io. The path is in the message.
  static core::Result<KeptFile> open(const std::string& path);
  KeptFile(KeptFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  KeptFile& operator=(KeptFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~KeptFile();

  // Its content from the beginning, as it is now, in `buffer`; what does not fit is cut off. One
  // system call, but for files with a line a thing that fill the kernel's page.
  // Errors: not_found where the subject has ended, io.
  core::Result<std::string_view> read(std::span<char> buffer) const;

 private:
  explicit KeptFile(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

}  // namespace monitor
