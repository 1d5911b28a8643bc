#include "monitor/metrics.hpp"

namespace monitor {
namespace {

constexpr std::string_view disk_prefix = "disk:";

constexpr std::array<Metric, 8> service_metrics = {{
    {"cpu_percent", "percent"},
    {"cpu_throttled_percent", "percent"},
    {"memory_bytes", "bytes"},
    {"network_received_rate", "bytes_per_second"},
    {"network_sent_rate", "bytes_per_second"},
    {"block_read_rate", "bytes_per_second"},
    {"block_written_rate", "bytes_per_second"},
    {"pids", "count"},
}};

constexpr std::array<Metric, 11> host_metrics = {{
    {"cpu_percent", "percent"},
    {"cpu_steal_percent", "percent"},
    {"cpu_iowait_percent", "percent"},
    {"memory_bytes", "bytes"},
    {"swap_bytes", "bytes"},
    {"load_1m", "count"},
    {"cpu_some_percent", "percent"},
    {"memory_some_percent", "percent"},
    {"memory_full_percent", "percent"},
    {"io_some_percent", "percent"},
    {"io_full_percent", "percent"},
}};

constexpr std::array<Metric, 3> disk_metrics = {{
    {"used_percent", "percent"},
    {"used_bytes", "bytes"},
    {"inodes_used_percent", "percent"},
}};

std::optional<double> number(const Counter& value) {
  return value ? std::optional(static_cast<double>(*value)) : std::nullopt;
}

std::string names_of(std::span<const Metric> metrics) {
  std::string names;
  for (const auto& metric : metrics) {
    if (!names.empty()) names += ", ";
    names += metric.name;
  }
  return names;
}

}  // namespace

std::string service_subject(std::string_view deployment, std::string_view service) {
  return std::string(deployment) + "/" + std::string(service);
}

std::string disk_subject(std::string_view mount_point) {
  return std::string(disk_prefix) + std::string(mount_point);
}

SubjectKind kind_of_subject(std::string_view subject) {
  if (subject == host_subject) return SubjectKind::host;
  return subject.starts_with(disk_prefix) ? SubjectKind::disk : SubjectKind::service;
}

std::span<const Metric> metrics_of(SubjectKind kind) {
  switch (kind) {
    case SubjectKind::host: return host_metrics;
    case SubjectKind::disk: return disk_metrics;
    case SubjectKind::service: break;
  }
  return service_metrics;
}

core::Result<std::size_t> find_metric(SubjectKind kind, std::string_view name) {
  const auto metrics = metrics_of(kind);
  for (std::size_t i = 0; i < metrics.size(); ++i)
    if (metrics[i].name == name) return i;
  return core::invalid("there is no metric '" + std::string(name) + "'; there are " +
                       names_of(metrics));
}

Values values_of(const model::Sample& sample) {
  return {sample.cpu_percent,           sample.cpu_throttled_percent, number(sample.memory_bytes),
          sample.network_received_rate, sample.network_sent_rate,     sample.block_read_rate,
          sample.block_written_rate,    number(sample.pids)};
}

Values values_of(const model::HostSample& sample) {
  return {sample.cpu_percent,          sample.cpu_steal_percent,   sample.cpu_iowait_percent,
          number(sample.memory_bytes), number(sample.swap_bytes),  sample.load_1m,
          sample.cpu_some_percent,     sample.memory_some_percent, sample.memory_full_percent,
          sample.io_some_percent,      sample.io_full_percent};
}

Values values_of(const DiskUsage& disk) {
  return {used_percent(disk), static_cast<double>(disk.bytes_total - disk.bytes_free),
          inodes_used_percent(disk)};
}

std::optional<double> used_percent(const DiskUsage& disk) {
  const auto used = static_cast<double>(disk.bytes_total - disk.bytes_free);
  const auto all = used + static_cast<double>(disk.bytes_available);
  return all > 0 ? std::optional(100.0 * used / all) : std::nullopt;
}

std::optional<double> inodes_used_percent(const DiskUsage& disk) {
  if (!disk.inodes_free || disk.inodes_total.value_or(0) == 0) return std::nullopt;
  const auto all = static_cast<double>(*disk.inodes_total);
  return 100.0 * (all - static_cast<double>(*disk.inodes_free)) / all;
}

}  // namespace monitor
