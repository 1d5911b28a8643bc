// A file that is nothing but a file: opening a pipe, a socket or a device may block, or do
// something.
#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <utility>

#include <sys/types.h>

namespace monitor {

// Owns its descriptor, which no program inherits. Blocking where the disk is: not on the I/O
// thread.
class PlainFile {
 public:
  // Follows symbolic links. Errors: not_found, denied, invalid (it is no plain file; says what),
  // io; the text is what follows "cannot be read: ".
  static core::Result<PlainFile> open(const std::string& path);
  PlainFile(PlainFile&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)), identity_(other.identity_) {}
  PlainFile& operator=(PlainFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(identity_, other.identity_);
    return *this;
  }
  ~PlainFile();

  struct Identity {
    ::dev_t device = 0;
    ::ino_t number = 0;
    bool operator==(const Identity&) const = default;
  };
  // No other file's as long as this one is open.
  const Identity& identity() const { return identity_; }

  core::Result<std::uint64_t> size() const;
  // How much was there; less than the buffer only at the end. Errors: io.
  core::Result<std::size_t> read_at(std::uint64_t place, std::span<char> buffer) const;

 private:
  PlainFile(int descriptor, Identity identity) : descriptor_(descriptor), identity_(identity) {}

  int descriptor_ = -1;
  Identity identity_;
};

// errno as an error: not_found, denied or io, with the system's words.
core::Error error_of_errno(int number);

}  // namespace monitor
