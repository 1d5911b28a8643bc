// One container's counters, read from the kernel's files, which stay open from its start to its
// end.
#pragma once

#include "core/result.hpp"
#include "monitor/cgroup_place.hpp"
#include "monitor/counter_files.hpp"
#include "monitor/kept_file.hpp"
#include "monitor/usage.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace monitor {

struct CgroupReaderOptions {
  // The limits are read at the first and then every `seldom_every`-th time, and so is memory.stat
  // unless the memory in use moves by more than a 64th; between them their last values stand, and
  // all others of a container that rests. At least 1.
  unsigned seldom_every = 1;
  // A limit beyond it is none. 0: not known.
  std::uint64_t host_memory_bytes = 0;
  std::string proc = "/proc";
};

// Owns its descriptors: make one when a container starts, drop it when it dies. As long as it lives
// it also keeps the container's network namespace in being. Any one thread; reading does not wait.
//
// A container rests once two reads that follow each other found all the same, and as long as its
// CPU's counter stands still after them: no process of it has run, so only that counter is read.
// What the kernel does for it by itself (writing back, taking memory, packets that wake nobody) is
// seen at the next `seldom_every`-th read, which reads everything, and is no rest any more.
class CgroupReader {
 public:
  // `pid`: the container's first process. A counter whose file is not there is never known; nor is
  // the network's of a container that shares the host's. Errors: not_found (the container has
  // ended), denied, unavailable (no descriptor is left), unsupported (no such files on this
  // platform), io.
  static core::Result<CgroupReader> open(const CgroupPlace& place, int pid,
                                         const CgroupReaderOptions& options);

  // Errors: not_found (the container has ended: drop this reader), io.
  core::Result<Usage> read();
  // Somebody may have set its limits: the next read is of everything.
  void expect_changes() { until_seldom_ = 0; }
  // The last read was of the CPU's counter alone, and stands for all.
  bool rests() const { return rests_; }

  // Open descriptors, at most `descriptors_max`.
  std::size_t count() const { return files_.size(); }
  static constexpr std::size_t descriptors_max = 11;

 private:
  struct OpenFile {
    KeptFile file;
    ParseContainerFile parse;
    Pace pace;
  };

  explicit CgroupReader(const CgroupReaderOptions& options)
      : seldom_every_(options.seldom_every), host_memory_bytes_(options.host_memory_bytes) {}
  core::Status add(const std::string& path, ParseContainerFile parse, Pace pace);
  core::Status add(const std::string& folder, const CounterFile& file);
  core::Status add_all(const CgroupPlace& place);
  core::Status read_files(Pace pace, std::span<char> buffer);
  bool memory_has_moved() const;

  std::vector<OpenFile> files_;
  unsigned seldom_every_;
  unsigned until_seldom_ = 0;
  std::uint64_t host_memory_bytes_;
  Counter memory_bytes_then_;  // in use when memory.stat was read last
  bool unchanged_ = false;     // by the last read of more than the CPU's counter
  bool rests_ = false;
  Usage last_;
};

// The place of the container whose first process is `pid`, by /proc/PID/cgroup. Errors: not_found
// (the process has ended), and those of find_cgroup_place.
core::Result<CgroupPlace> look_up_cgroup(int pid, const model::ContainerId& container,
                                         const std::vector<Mount>& mounts,
                                         const std::string& proc = "/proc");

// The control groups' mounts of this process: for `look_up_cgroup`. Reads the whole table of
// mounts, which is large on a host of many containers. Errors: unsupported, io.
core::Result<std::vector<Mount>> read_cgroup_mounts(const std::string& proc = "/proc");

}  // namespace monitor
