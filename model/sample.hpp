// What a container or the host did between two looks at it. A field without a value is not known:
// the kernel does not tell it, it is the first look, or its counter began anew in between.
#pragma once

#include <cstdint>
#include <optional>

namespace model {

// CPU percentages are of one core: 250 means two and a half. Sizes are bytes, rates per second.
struct Sample {
  std::optional<double> cpu_percent;
  // 0 to 100: of the scheduler's periods in which it was runnable, those in which it was held back.
  // Only under a quota.
  std::optional<double> cpu_throttled_percent;
  std::optional<double> cpu_limit_percent;          // its own quota; none where there is none
  std::optional<std::uint64_t> memory_bytes;        // working set
  std::optional<std::uint64_t> memory_limit_bytes;  // its own; none where there is none
  std::optional<double> network_received_rate;
  std::optional<double> network_sent_rate;
  std::optional<double> block_read_rate;
  std::optional<double> block_written_rate;
  std::optional<std::uint64_t> pids;
  std::optional<std::uint64_t> oom_kills;  // since the look before
  bool operator==(const Sample&) const = default;
};

// The host. Percentages of the CPU are of one core, too: at most 100 times `cores`.
struct HostSample {
  unsigned cores = 0;                 // 0: not known
  std::optional<double> cpu_percent;  // all but idle and waiting for disks, also what is stolen
  std::optional<double> cpu_steal_percent;
  std::optional<double> cpu_iowait_percent;
  std::optional<std::uint64_t> memory_bytes;  // what is not available to a new program
  std::optional<std::uint64_t> memory_total_bytes;
  std::optional<std::uint64_t> swap_bytes;
  std::optional<std::uint64_t> swap_total_bytes;
  std::optional<double> load_1m;
  // 0 to 100: of the time between the looks, that in which some task waited for the resource; for
  // memory and disks also that in which all did.
  std::optional<double> cpu_some_percent;
  std::optional<double> memory_some_percent;
  std::optional<double> memory_full_percent;
  std::optional<double> io_some_percent;
  std::optional<double> io_full_percent;
  bool operator==(const HostSample&) const = default;
};

}  // namespace model
