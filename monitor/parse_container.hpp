// The kernel's files about one container, one pure function each: it fills in the fields of `usage`
// that its text tells and makes the others that it is responsible for unknown. Unknown keys are
// skipped; of a text that was cut, what is whole counts. Nothing is allocated.
// Sources: the kernel's cgroup-v1/{cpuacct,memory,blkio-controller}.rst, cgroup-v2.rst, proc(5).
#pragma once

#include "monitor/usage.hpp"

#include <string_view>

namespace monitor {

using ParseContainerFile = void (*)(std::string_view text, Usage& usage);

// cgroup v1
void parse_cpuacct_usage(std::string_view text, Usage& usage);
void parse_cpu_stat_v1(std::string_view text, Usage& usage);
void parse_cfs_quota(std::string_view text, Usage& usage);  // -1 is no quota
void parse_cfs_period(std::string_view text, Usage& usage);
void parse_memory_stat_v1(std::string_view text, Usage& usage);
// memory.oom_control; its `oom_kill` line is there since Linux 4.13.
void parse_oom_control(std::string_view text, Usage& usage);
// blkio.throttle.io_service_bytes[_recursive]. Since Linux 6.10 the kernel counts only on devices
// that some group limits: without a device's line nothing is known, whatever `Total` says.
void parse_io_service_bytes(std::string_view text, Usage& usage);

// cgroup v2
void parse_cpu_stat_v2(std::string_view text, Usage& usage);
void parse_cpu_max(std::string_view text, Usage& usage);  // "max 100000" is no quota
void parse_memory_stat_v2(std::string_view text, Usage& usage);
void parse_memory_events(std::string_view text, Usage& usage);
// An empty text is a container that has read and written nothing.
void parse_io_stat(std::string_view text, Usage& usage);

// Both
void parse_memory_usage(std::string_view text, Usage& usage);  // usage_in_bytes, memory.current
// limit_in_bytes, memory.max. v1 writes "no limit" as a number beyond any host's memory, which
// only the caller can tell: see `without_absurd_limit`.
void parse_memory_limit(std::string_view text, Usage& usage);
void parse_pids(std::string_view text, Usage& usage);
void parse_net_dev(std::string_view text, Usage& usage);  // /proc/PID/net/dev

// No limit where it is beyond the host's memory. `host_memory_bytes` 0: not known, nothing changes.
void without_absurd_limit(Usage& usage, std::uint64_t host_memory_bytes);

}  // namespace monitor
