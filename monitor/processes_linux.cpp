#include "core/io/atomic_file.hpp"
#include "monitor/kernel_text.hpp"
#include "monitor/processes.hpp"

#include <algorithm>

#include <unistd.h>

namespace monitor {
namespace {

constexpr std::size_t pids_bytes_max = std::size_t{1} << 20;
constexpr std::size_t stat_bytes_max = 4096;

}  // namespace

std::string processes_folder(const CgroupPlace& place) {
  const auto found = std::find_if(place.v1.begin(), place.v1.end(),
                                  [](const auto& folder) { return !folder.empty(); });
  return found == place.v1.end() ? place.v2 : *found;
}

core::Result<std::vector<Process>> read_processes(const std::string& folder,
                                                  const std::string& proc) {
  if (folder.empty()) return core::not_found("the container has no control group");
  const auto pids = core::read_file(folder + "/cgroup.procs", pids_bytes_max);
  if (!pids) return pids.error();
  const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  std::vector<Process> processes;
  std::string_view left = *pids, line;
  while (processes.size() < processes_max && next_line(left, line)) {
    const auto stat = core::read_file(proc + "/" + std::string(line) + "/stat", stat_bytes_max);
    if (!stat) continue;
    if (auto process = parse_process(*stat, page)) processes.push_back(std::move(*process));
  }
  return processes;
}

double ticks_a_second() { return static_cast<double>(::sysconf(_SC_CLK_TCK)); }

}  // namespace monitor
