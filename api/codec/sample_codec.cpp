#include "api/codec/sample_codec.hpp"

#include "api/codec/json_text.hpp"
#include "core/time_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace api {
namespace {

using Json = nlohmann::ordered_json;

constexpr double exact_max = 9007199254740992.0;  // 2^53
constexpr double thousand = 1000;

// What is used of it; neither says anything without the other.
monitor::Counter used_of(const monitor::Counter& total, const monitor::Counter& left) {
  if (!total || !left) return std::nullopt;
  return *total - std::min(*total, *left);
}

// Of what others than root may fill, as `df` counts it.
std::optional<double> percent_used(const monitor::DiskUsage& disk) {
  const auto used = static_cast<double>(*used_of(disk.bytes_total, disk.bytes_free));
  const auto all = used + static_cast<double>(disk.bytes_available);
  if (all <= 0) return std::nullopt;
  return 100 * used / all;
}

Json disk_json(const monitor::DiskUsage& disk) {
  return {{"device", disk.device},
          {"mount_point", disk.mount_point},
          {"type", disk.type},
          {"bytes_total", disk.bytes_total},
          {"bytes_available", disk.bytes_available},
          {"used_percent", json_number(percent_used(disk))},
          {"inodes_total", json_number(disk.inodes_total)},
          {"inodes_free", json_number(disk.inodes_free)},
          {"read_only", disk.read_only}};
}

}  // namespace

Json json_number(const std::optional<double>& value) {
  if (!value || !std::isfinite(*value)) return nullptr;
  const auto rounded = std::round(*value * thousand) / thousand;
  if (std::abs(rounded) <= exact_max && rounded == std::floor(rounded))
    return static_cast<std::int64_t>(rounded);
  return rounded;
}

Json json_number(const monitor::Counter& value) { return value ? Json(*value) : Json(nullptr); }

Json samples_json(const SampleRequest& asked, const monitor::SampleSeries& series) {
  auto items = Json::array();
  Json next = nullptr;
  for (const auto& point : series.points) {
    if (asked.past && point.at <= *asked.past) continue;
    if (items.size() == asked.limit) {
      next = items.back().at("at");
      break;
    }
    items.push_back({{"at", core::rfc3339(point.at)}, {"value", json_number(point.value)}});
  }
  return {{"subject", asked.query.subject},
          {"metric", asked.query.metric},
          {"unit", series.unit},
          {"step", core::duration_text(series.step)},
          {"aggregation", monitor::name_of(asked.query.aggregation)},
          {"items", std::move(items)},
          {"next", std::move(next)}};
}

Json usage_json(const std::optional<monitor::ServiceNow>& now) {
  if (!now) return nullptr;
  return {{"cpu_percent", json_number(now->sample.cpu_percent)},
          {"memory_bytes", json_number(now->sample.memory_bytes)},
          {"memory_limit_bytes", json_number(now->sample.memory_limit_bytes)},
          {"at", json_time(now->at)}};
}

Json cpu_json(const std::optional<monitor::HostNow>& host) {
  if (!host) return nullptr;
  const auto& sample = host->sample;
  return {{"cores", sample.cores > 0 ? Json(sample.cores) : Json(nullptr)},
          {"percent", json_number(sample.cpu_percent)},
          {"steal_percent", json_number(sample.cpu_steal_percent)},
          {"iowait_percent", json_number(sample.cpu_iowait_percent)},
          {"at", json_time(host->at)}};
}

Json memory_json(const std::optional<monitor::HostNow>& host) {
  if (!host) return nullptr;
  const auto& memory = host->usage.memory;
  return {
      {"total_bytes", json_number(memory.total_bytes)},
      {"used_bytes", json_number(used_of(memory.total_bytes, memory.available_bytes))},
      {"available_bytes", json_number(memory.available_bytes)},
      {"swap_total_bytes", json_number(memory.swap_total_bytes)},
      {"swap_used_bytes", json_number(used_of(memory.swap_total_bytes, memory.swap_free_bytes))}};
}

Json pressure_json(const std::optional<monitor::HostNow>& host) {
  if (!host) return nullptr;
  const auto& sample = host->sample;
  const bool told = sample.cpu_some_percent || sample.memory_some_percent || sample.io_some_percent;
  if (!told) return nullptr;
  return {{"cpu", {{"some_percent", json_number(sample.cpu_some_percent)}}},
          {"memory",
           {{"some_percent", json_number(sample.memory_some_percent)},
            {"full_percent", json_number(sample.memory_full_percent)}}},
          {"io",
           {{"some_percent", json_number(sample.io_some_percent)},
            {"full_percent", json_number(sample.io_full_percent)}}}};
}

Json disks_json(const std::vector<monitor::DiskUsage>& disks) {
  auto out = Json::array();
  for (const auto& disk : disks) out.push_back(disk_json(disk));
  return out;
}

}  // namespace api
