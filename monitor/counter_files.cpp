#include "monitor/counter_files.hpp"

#include <array>

namespace monitor {
namespace {

constexpr std::array<CounterFile, 10> v1 = {{
    {Controller::cpuacct, "cpuacct.usage", nullptr, Pace::first, parse_cpuacct_usage},
    {Controller::cpu, "cpu.stat", nullptr, Pace::always, parse_cpu_stat_v1},
    {Controller::cpu, "cpu.cfs_quota_us", nullptr, Pace::seldom, parse_cfs_quota},
    {Controller::cpu, "cpu.cfs_period_us", nullptr, Pace::seldom, parse_cfs_period},
    {Controller::memory, "memory.usage_in_bytes", nullptr, Pace::always, parse_memory_usage},
    {Controller::memory, "memory.stat", nullptr, Pace::moved, parse_memory_stat_v1},
    {Controller::memory, "memory.limit_in_bytes", nullptr, Pace::seldom, parse_memory_limit},
    {Controller::memory, "memory.oom_control", nullptr, Pace::always, parse_oom_control},
    {Controller::pids, "pids.current", nullptr, Pace::always, parse_pids},
    {Controller::blkio, "blkio.throttle.io_service_bytes_recursive",
     "blkio.throttle.io_service_bytes", Pace::always, parse_io_service_bytes},
}};

// The usage of the CPU is told by cpu.stat, with and without its controller: `cpuacct` stands for
// it.
constexpr std::array<CounterFile, 8> v2 = {{
    {Controller::cpuacct, "cpu.stat", nullptr, Pace::first, parse_cpu_stat_v2},
    {Controller::cpu, "cpu.max", nullptr, Pace::seldom, parse_cpu_max},
    {Controller::memory, "memory.current", nullptr, Pace::always, parse_memory_usage},
    {Controller::memory, "memory.stat", nullptr, Pace::moved, parse_memory_stat_v2},
    {Controller::memory, "memory.max", nullptr, Pace::seldom, parse_memory_limit},
    {Controller::memory, "memory.events", nullptr, Pace::always, parse_memory_events},
    {Controller::pids, "pids.current", nullptr, Pace::always, parse_pids},
    {Controller::blkio, "io.stat", nullptr, Pace::always, parse_io_stat},
}};

}  // namespace

std::span<const CounterFile> counter_files_v1() { return v1; }
std::span<const CounterFile> counter_files_v2() { return v2; }

}  // namespace monitor
