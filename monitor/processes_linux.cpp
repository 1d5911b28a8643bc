#include "core/io/atomic_file.hpp"
#include "monitor/kernel_text.hpp"
#include "monitor/processes.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include <unistd.h>

namespace monitor {
namespace {

constexpr std::size_t pids_bytes_max = std::size_t{1} << 20;
constexpr std::size_t stat_bytes_max = 4096;
constexpr int depth_max = 8;
constexpr std::size_t groups_max = 128;

// What is read of a container: not more, whatever it makes of its groups.
struct Reading {
  const std::string& proc;
  std::uint64_t page_bytes = 0;
  std::size_t groups = 0;
  std::vector<Process> processes = {};
};

void add_processes(Reading& reading, std::string_view pids) {
  std::string_view line;
  while (reading.processes.size() < processes_max && next_line(pids, line)) {
    const auto stat =
        core::read_file(reading.proc + "/" + std::string(line) + "/stat", stat_bytes_max);
    if (!stat) continue;
    if (auto process = parse_process(*stat, reading.page_bytes))
      reading.processes.push_back(std::move(*process));
  }
}

// In version 2 no process is in a group that has others beneath it: what runs systemd or an engine
// of its own has all of them there.
core::Status add_group(Reading& reading, const std::string& folder, int depth) {
  ++reading.groups;
  const auto pids = core::read_file(folder + "/cgroup.procs", pids_bytes_max);
  if (!pids) return pids.error();
  add_processes(reading, *pids);
  if (depth == depth_max) return {};
  std::error_code gone;
  for (std::filesystem::directory_iterator entry(folder, gone), end; !gone && entry != end;
       entry.increment(gone)) {
    if (reading.processes.size() >= processes_max || reading.groups >= groups_max) break;
    std::error_code unknown;
    const bool is_group = entry->is_directory(unknown) && !entry->is_symlink(unknown);
    if (is_group) (void)add_group(reading, entry->path().string(), depth + 1);
  }
  return {};
}

}  // namespace

std::string processes_folder(const CgroupPlace& place) {
  const auto found = std::find_if(place.v1.begin(), place.v1.end(),
                                  [](const auto& folder) { return !folder.empty(); });
  return found == place.v1.end() ? place.v2 : *found;
}

core::Result<std::vector<Process>> read_processes(const std::string& folder,
                                                  const std::string& proc) {
  if (folder.empty()) return core::not_found("the container has no control group");
  Reading reading{proc, static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE))};
  if (auto read = add_group(reading, folder, 0); !read) return read.error();
  return std::move(reading.processes);
}

double ticks_a_second() { return static_cast<double>(::sysconf(_SC_CLK_TCK)); }

}  // namespace monitor
