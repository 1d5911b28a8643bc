// What the host does, read from the kernel's files, which stay open.
#pragma once

#include "core/result.hpp"
#include "monitor/kept_file.hpp"
#include "monitor/usage.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace monitor {

// Owns its descriptors. Any one thread; reading does not wait.
class HostReader {
 public:
  // What this kernel does not have (pressure, before Linux 4.20) is not told. Errors: denied,
  // unavailable (no descriptor is left), unsupported (no such files on this platform), io.
  static core::Result<HostReader> open(const std::string& proc = "/proc");

  core::Result<HostUsage> read() const;  // errors: io

  std::size_t count() const { return files_.size(); }  // open descriptors

 private:
  using Parse = void (*)(std::string_view text, HostUsage& usage);
  struct OpenFile {
    KeptFile file;
    Parse parse;
  };

  HostReader() = default;

  std::vector<OpenFile> files_;
};

// The disks (monitor/disks.hpp) and how full they are, one entry a device. Blocking: a broken disk
// may hold up statvfs(2), so not on the I/O thread. One that does not answer or tells no size is
// left out. `folders`: what these are on is among them, whatever it is; what is not there is not
// asked for. Errors: unsupported, io.
core::Result<std::vector<DiskUsage>> read_disks(const std::vector<std::string>& exclude_types,
                                                const std::vector<std::string>& folders = {},
                                                const std::string& proc = "/proc");

}  // namespace monitor
