// What the kernel counts, as it counts it: raw and cumulative, at one moment. Rates are made of two
// of these (monitor/rates.hpp). A field without a value is one that the kernel does not tell here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace monitor {

using Counter = std::optional<std::uint64_t>;

// One container. Counters begin at 0 when its control group is made, which is at each start.
struct Usage {
  Counter cpu_ns;                 // of all cores together
  Counter cpu_periods;            // CFS periods that passed while it was runnable; under a quota
  Counter cpu_throttled_periods;  // those of them in which it was held back
  Counter cpu_throttled_ns;
  // Under a quota: so much of the CPU in each period; half a core is 50,000 of 100,000.
  Counter cpu_quota_us;
  Counter cpu_period_us;
  Counter memory_bytes;                // with page cache
  Counter memory_inactive_file_bytes;  // page cache that goes first; no part of the working set
  Counter memory_active_file_bytes;    // page cache in use, which goes where room is needed
  Counter memory_limit_bytes;          // its own; none where there is none
  Counter oom_kills;
  Counter pids;  // processes and threads
  // All its interfaces but loopback and those that ride on another. None in the host's network.
  Counter network_received_bytes;
  Counter network_sent_bytes;
  // Sums over the devices, as `docker stats`: stacked ones (LVM on a disk) count at each level.
  Counter block_read_bytes;
  Counter block_written_bytes;

  bool operator==(const Usage&) const = default;
};

// Time since boot of all cores together, in USER_HZ (hundredths of a second on Linux). `user` and
// `nice` hold the time of guests as well. Source: proc(5).
struct CpuJiffies {
  std::uint64_t user = 0;
  std::uint64_t nice = 0;
  std::uint64_t system = 0;
  std::uint64_t idle = 0;
  std::uint64_t iowait = 0;
  std::uint64_t irq = 0;
  std::uint64_t softirq = 0;
  std::uint64_t steal = 0;

  std::uint64_t total() const {
    return user + nice + system + idle + iowait + irq + softirq + steal;
  }
  bool operator==(const CpuJiffies&) const = default;
};

struct HostCpu {
  CpuJiffies jiffies;
  unsigned cores = 0;  // online; 0 where the text was cut before the last of them
  bool operator==(const HostCpu&) const = default;
};

struct HostMemory {
  Counter total_bytes;
  Counter available_bytes;  // what can be had without swapping, as the kernel estimates it
  Counter free_bytes;
  Counter buffers_bytes;
  Counter cached_bytes;
  Counter shared_bytes;
  Counter reclaimable_slab_bytes;
  Counter swap_total_bytes;
  Counter swap_free_bytes;
  bool operator==(const HostMemory&) const = default;
};

// Runnable and uninterruptible tasks, averaged over 1, 5 and 15 minutes.
struct Load {
  double one = 0;
  double five = 0;
  double fifteen = 0;
  bool operator==(const Load&) const = default;
};

// Share of time in which some task, or every one, waited for the resource.
struct Stall {
  double avg10_percent = 0;  // 0 to 100, over the last ten seconds
  std::uint64_t total_us = 0;
  bool operator==(const Stall&) const = default;
};

// Pressure stall information of one resource. `full` of the CPU is told since Linux 5.13.
struct Pressure {
  std::optional<Stall> some;
  std::optional<Stall> full;
  bool operator==(const Pressure&) const = default;
};

struct HostUsage {
  std::optional<HostCpu> cpu;
  HostMemory memory;
  std::optional<Load> load;
  Pressure cpu_pressure;
  Pressure memory_pressure;
  Pressure io_pressure;
  std::optional<double> uptime_seconds;
  bool operator==(const HostUsage&) const = default;
};

// One mounted file system.
struct DiskUsage {
  std::string device;       // as mounted: "/dev/sda1", "tank/data"
  std::string mount_point;  // the shortest of those it is mounted at as a whole
  std::string type;         // "ext4"
  std::uint64_t bytes_total = 0;
  std::uint64_t bytes_free = 0;
  std::uint64_t bytes_available = 0;  // to others than root
  Counter inodes_total;               // none where the file system makes them as needed
  Counter inodes_free;
  bool read_only = false;
  bool operator==(const DiskUsage&) const = default;
};

}  // namespace monitor
