// The processes of a container, and which of them use most. Pure but for reading them.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "monitor/cgroup_place.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace monitor {

inline constexpr std::size_t processes_max = 256;  // of a container that are looked at
inline constexpr std::size_t top_processes_max = 3;

struct Process {
  int pid = 0;
  std::string name;                // as the kernel has it: at most 15 characters
  std::uint64_t cpu_ticks = 0;     // in USER_HZ, since its start
  std::uint64_t memory_bytes = 0;  // resident, with what it shares
  bool operator==(const Process&) const = default;
};

struct ProcessLook {
  core::MonoTime at;
  std::vector<Process> processes;
};

struct TopProcess {
  int pid = 0;
  std::string name;
  std::optional<double> cpu_percent;  // of one core; none after one look alone
  std::uint64_t memory_bytes = 0;
  bool operator==(const TopProcess&) const = default;
};

enum class TopBy : std::uint8_t { cpu, memory };

// The text of /proc/PID/stat. Nothing where it is none. Source: proc(5).
std::optional<Process> parse_process(std::string_view stat, std::uint64_t page_bytes);

// At most `top_processes_max`, the greatest first; of those that use nothing, none.
std::vector<TopProcess> top_of(const std::optional<ProcessLook>& before, const ProcessLook& now,
                               TopBy by, double ticks_a_second);

// The folder that tells the container's processes; "" where there is none.
std::string processes_folder(const CgroupPlace& place);
// Those in the control group and in the groups that the container made beneath it, at most
// `processes_max`. What ends meanwhile is left out. Errors: not_found, io, unsupported.
core::Result<std::vector<Process>> read_processes(const std::string& folder,
                                                  const std::string& proc);
double ticks_a_second();

}  // namespace monitor
