// The host: CPU, memory, load, pressure.
#include "api/metrics/exposition.hpp"
#include "api/metrics/families.hpp"

namespace api::metrics {
namespace {

using monitor::HostUsage;

constexpr double microseconds_in_second = 1e6;

constexpr About cpu_seconds{"evenkeel_host_cpu_seconds_total", Type::counter,
                            "Time of all cores by what they did; user and nice with guests."};
constexpr About waiting{"evenkeel_host_pressure_waiting_seconds_total", Type::counter,
                        "Time in which some task waited for the resource."};
constexpr About stalled{"evenkeel_host_pressure_stalled_seconds_total", Type::counter,
                        "Time in which every task waited for the resource."};

// One shape for the cores: with none there is nothing to show.
std::optional<double> cores_of(const HostUsage& of) {
  if (!of.cpu || of.cpu->cores == 0) return std::nullopt;
  return of.cpu->cores;
}

std::optional<double> load_of(const HostUsage& of, double monitor::Load::*over) {
  if (!of.load) return std::nullopt;
  return (*of.load).*over;
}

constexpr Row<HostUsage> host_rows[] = {
    {{"evenkeel_host_cpu_cores", Type::gauge, "Cores that are online."}, cores_of},
    {{"evenkeel_host_memory_total_bytes", Type::gauge, "Memory of the host."},
     [](const HostUsage& of) { return number(of.memory.total_bytes); }},
    {{"evenkeel_host_memory_available_bytes", Type::gauge,
      "What a new program can have without swapping, as the kernel estimates it."},
     [](const HostUsage& of) { return number(of.memory.available_bytes); }},
    {{"evenkeel_host_memory_free_bytes", Type::gauge, "Memory that nothing uses at all."},
     [](const HostUsage& of) { return number(of.memory.free_bytes); }},
    {{"evenkeel_host_memory_buffers_bytes", Type::gauge, "Buffers of block devices."},
     [](const HostUsage& of) { return number(of.memory.buffers_bytes); }},
    {{"evenkeel_host_memory_cached_bytes", Type::gauge, "Page cache, with shared memory."},
     [](const HostUsage& of) { return number(of.memory.cached_bytes); }},
    {{"evenkeel_host_memory_shared_bytes", Type::gauge, "Shared memory and tmpfs."},
     [](const HostUsage& of) { return number(of.memory.shared_bytes); }},
    {{"evenkeel_host_memory_slab_reclaimable_bytes", Type::gauge,
      "The kernel's own caches that it can give back."},
     [](const HostUsage& of) { return number(of.memory.reclaimable_slab_bytes); }},
    {{"evenkeel_host_swap_total_bytes", Type::gauge, "Swap space; 0 where there is none."},
     [](const HostUsage& of) { return number(of.memory.swap_total_bytes); }},
    {{"evenkeel_host_swap_free_bytes", Type::gauge, "Swap space that is not used."},
     [](const HostUsage& of) { return number(of.memory.swap_free_bytes); }},
    {{"evenkeel_host_load1", Type::gauge,
      "Tasks that run or wait for a disk, on average over one minute."},
     [](const HostUsage& of) { return load_of(of, &monitor::Load::one); }},
    {{"evenkeel_host_load5", Type::gauge,
      "Tasks that run or wait for a disk, on average over five minutes."},
     [](const HostUsage& of) { return load_of(of, &monitor::Load::five); }},
    {{"evenkeel_host_load15", Type::gauge,
      "Tasks that run or wait for a disk, on average over fifteen minutes."},
     [](const HostUsage& of) { return load_of(of, &monitor::Load::fifteen); }},
    {{"evenkeel_host_uptime_seconds", Type::gauge, "Time since the host booted."},
     [](const HostUsage& of) { return of.uptime_seconds; }},
};

void write_cpu(const monitor::CpuJiffies& jiffies, double per_second, std::string& out) {
  Family family(out, cpu_seconds);
  const auto add = [&](std::string_view mode, std::uint64_t count) {
    family.add({{"mode", mode}}, static_cast<double>(count) / per_second);
  };
  add("user", jiffies.user);
  add("nice", jiffies.nice);
  add("system", jiffies.system);
  add("idle", jiffies.idle);
  add("iowait", jiffies.iowait);
  add("irq", jiffies.irq);
  add("softirq", jiffies.softirq);
  add("steal", jiffies.steal);
}

std::optional<double> total_seconds(const std::optional<monitor::Stall>& stall) {
  if (!stall) return std::nullopt;
  return static_cast<double>(stall->total_us) / microseconds_in_second;
}

void write_stalls(const HostUsage& usage, const About& about,
                  std::optional<monitor::Stall> monitor::Pressure::*kind, std::string& out) {
  Family family(out, about);
  family.add({{"resource", "cpu"}}, total_seconds(usage.cpu_pressure.*kind));
  family.add({{"resource", "io"}}, total_seconds(usage.io_pressure.*kind));
  family.add({{"resource", "memory"}}, total_seconds(usage.memory_pressure.*kind));
}

}  // namespace

void write_host(const Facts& facts, std::string& out) {
  if (!facts.host) return;
  const auto& usage = facts.host->usage;
  for (const auto& row : host_rows) add_single(out, row.about, row.value(usage));
  if (usage.cpu) write_cpu(usage.cpu->jiffies, facts.jiffies_per_second, out);
}

void write_pressure(const Facts& facts, std::string& out) {
  if (!facts.host) return;
  write_stalls(facts.host->usage, waiting, &monitor::Pressure::some, out);
  write_stalls(facts.host->usage, stalled, &monitor::Pressure::full, out);
}

}  // namespace api::metrics
