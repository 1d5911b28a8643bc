// Containers that run: what the kernel counts of each.
#include "api/metrics/exposition.hpp"
#include "api/metrics/families.hpp"

namespace api::metrics {
namespace {

using monitor::ContainerNow;

constexpr double nanoseconds_in_second = 1e9;
constexpr std::size_t short_id = 12;

std::optional<double> in_seconds(const monitor::Counter& nanoseconds) {
  if (!nanoseconds) return std::nullopt;
  return static_cast<double>(*nanoseconds) / nanoseconds_in_second;
}

// At least 0: a start that lies in the future is a clock that was set.
std::optional<double> unix_seconds(core::WallTime at) {
  if (at.time_since_epoch().count() <= 0) return std::nullopt;
  return std::chrono::duration<double>(at.time_since_epoch()).count();
}

// Names differ where labels alone would be the same for two replicas.
std::string_view name_of_container(const monitor::Running& container) {
  if (!container.name.empty()) return container.name;
  return std::string_view(container.id).substr(0, short_id);
}

constexpr Row<ContainerNow> container_rows[] = {
    {{"evenkeel_container_cpu_seconds_total", Type::counter, "Time on the CPU, all cores."},
     [](const ContainerNow& of) { return in_seconds(of.usage.cpu_ns); }},
    {{"evenkeel_container_cpu_periods_total", Type::counter,
      "Periods of its CPU quota in which it was runnable."},
     [](const ContainerNow& of) { return number(of.usage.cpu_periods); }},
    {{"evenkeel_container_cpu_throttled_periods_total", Type::counter,
      "Those of the periods in which its CPU quota held it back."},
     [](const ContainerNow& of) { return number(of.usage.cpu_throttled_periods); }},
    {{"evenkeel_container_cpu_throttled_seconds_total", Type::counter,
      "Time for which its CPU quota held it back, all tasks together."},
     [](const ContainerNow& of) { return in_seconds(of.usage.cpu_throttled_ns); }},
    {{"evenkeel_container_memory_working_set_bytes", Type::gauge,
      "Memory without the page cache that goes first."},
     [](const ContainerNow& of) { return number(of.sample.memory_bytes); }},
    {{"evenkeel_container_memory_usage_bytes", Type::gauge, "Memory with all of the page cache."},
     [](const ContainerNow& of) { return number(of.usage.memory_bytes); }},
    {{"evenkeel_container_memory_limit_bytes", Type::gauge,
      "Its own limit; absent where there is none."},
     [](const ContainerNow& of) { return number(of.usage.memory_limit_bytes); }},
    {{"evenkeel_container_oom_kills_total", Type::counter,
      "Processes in it that were killed for want of memory."},
     [](const ContainerNow& of) { return number(of.usage.oom_kills); }},
    {{"evenkeel_container_tasks", Type::gauge, "Processes and threads."},
     [](const ContainerNow& of) { return number(of.usage.pids); }},
    {{"evenkeel_container_network_received_bytes_total", Type::counter,
      "Received by all its interfaces; absent in the network of the host."},
     [](const ContainerNow& of) { return number(of.usage.network_received_bytes); }},
    {{"evenkeel_container_network_sent_bytes_total", Type::counter,
      "Sent by all its interfaces; absent in the network of the host."},
     [](const ContainerNow& of) { return number(of.usage.network_sent_bytes); }},
    {{"evenkeel_container_block_read_bytes_total", Type::counter, "Read from block devices."},
     [](const ContainerNow& of) { return number(of.usage.block_read_bytes); }},
    {{"evenkeel_container_block_written_bytes_total", Type::counter, "Written to block devices."},
     [](const ContainerNow& of) { return number(of.usage.block_written_bytes); }},
    {{"evenkeel_container_start_time_seconds", Type::gauge, "When it was started, since 1970."},
     [](const ContainerNow& of) { return unix_seconds(of.container.started_at); }},
};

}  // namespace

void write_containers(const Facts& facts, std::string& out) {
  for (const auto& row : container_rows) {
    Family family(out, row.about);
    for (const auto& each : facts.containers)
      family.add({{"deployment", each.container.deployment},
                  {"service", each.container.service},
                  {"container", name_of_container(each.container)}},
                 row.value(each));
  }
}

}  // namespace api::metrics
