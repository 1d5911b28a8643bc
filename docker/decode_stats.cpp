#include "docker/decode_stats.hpp"

#include "docker/decode_json.hpp"

#include <nlohmann/json.hpp>

namespace docker {
namespace {

using monitor::Counter;
using monitor::Usage;
using nlohmann::json;

Counter counter_at(const json& object, const char* key) {
  const auto& value = member(object, key);
  return value.is_number_unsigned() ? Counter(value.get<std::uint64_t>()) : std::nullopt;
}

void read_cpu(const json& cpu, Usage& usage) {
  usage.cpu_ns = counter_at(member(cpu, "cpu_usage"), "total_usage");
  const auto& throttling = member(cpu, "throttling_data");
  usage.cpu_periods = counter_at(throttling, "periods");
  usage.cpu_throttled_periods = counter_at(throttling, "throttled_periods");
  usage.cpu_throttled_ns = counter_at(throttling, "throttled_time");
}

void read_memory(const json& memory, std::uint64_t host_memory_bytes, Usage& usage) {
  usage.memory_bytes = counter_at(memory, "usage");
  const auto& stats = member(memory, "stats");
  usage.memory_inactive_file_bytes = counter_at(stats, "total_inactive_file");  // version 1
  if (!usage.memory_inactive_file_bytes)
    usage.memory_inactive_file_bytes = counter_at(stats, "inactive_file");
  usage.memory_active_file_bytes = counter_at(stats, "total_active_file");
  if (!usage.memory_active_file_bytes)
    usage.memory_active_file_bytes = counter_at(stats, "active_file");
  usage.memory_limit_bytes = counter_at(memory, "limit");
  if (host_memory_bytes != 0 && usage.memory_limit_bytes >= host_memory_bytes)
    usage.memory_limit_bytes.reset();
}

void add(Counter& sum, const Counter& value) {
  if (value) sum = sum.value_or(0) + *value;
}

void read_networks(const json& networks, Usage& usage) {
  if (!networks.is_object()) return;
  for (const auto& [name, one] : networks.items()) {
    add(usage.network_received_bytes, counter_at(one, "rx_bytes"));
    add(usage.network_sent_bytes, counter_at(one, "tx_bytes"));
  }
}

void read_block_io(const json& list, Usage& usage) {
  if (!list.is_array()) return;
  for (const auto& one : list) {
    const auto operation = text_at(one, "op");  // "Read" of version 1, "read" of version 2
    if (operation == "Read" || operation == "read")
      add(usage.block_read_bytes, counter_at(one, "value"));
    if (operation == "Write" || operation == "write")
      add(usage.block_written_bytes, counter_at(one, "value"));
  }
}

}  // namespace

core::Result<Usage> decode_stats(std::string_view text, std::uint64_t host_memory_bytes) {
  const auto stats = parse_json_object(text, "a container's statistics");
  if (!stats) return stats.error();
  if (time_at(*stats, "read") <= core::WallTime{})
    return core::not_found("the container does not run");
  Usage usage;
  read_cpu(member(*stats, "cpu_stats"), usage);
  read_memory(member(*stats, "memory_stats"), host_memory_bytes, usage);
  usage.pids = counter_at(member(*stats, "pids_stats"), "current");
  read_networks(member(*stats, "networks"), usage);
  read_block_io(member(member(*stats, "blkio_stats"), "io_service_bytes_recursive"), usage);
  return usage;
}

}  // namespace docker
