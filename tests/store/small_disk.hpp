// A file system of 2 MiB in memory, to be filled. Mounting needs root.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

#include <sys/mount.h>

namespace support {

class SmallDisk {
 public:
  explicit SmallDisk(std::filesystem::path at) : at_(std::move(at)) {
    std::filesystem::create_directories(at_);
    mounted_ = ::mount("tmpfs", at_.c_str(), "tmpfs", 0, "size=2m,mode=0700") == 0;
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    if (mounted_) ::umount(at_.c_str());
  }
  bool mounted() const { return mounted_; }
  void fill() {
    std::ofstream file(at_ / "filler", std::ios::binary);
    const std::string block(4096, 'x');
    while (file.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
    }
  }
  void free() { std::filesystem::remove(at_ / "filler"); }
  bool make_read_only() { return remount(MS_RDONLY); }
  bool make_writable() { return remount(0); }

 private:
  bool remount(unsigned long how) {
    return ::mount("tmpfs", at_.c_str(), "tmpfs", MS_REMOUNT | how, "size=2m") == 0;
  }

  std::filesystem::path at_;
  bool mounted_ = false;
};

}  // namespace support
