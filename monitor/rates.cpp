#include "monitor/rates.hpp"

#include <algorithm>
#include <optional>

namespace monitor {
namespace {

using Share = std::optional<double>;

// Seconds between two looks; none where nothing can be said.
Share seconds_between(core::MonoTime before, core::MonoTime after, core::Milliseconds gap_max) {
  const auto passed = after - before;
  if (passed <= core::Milliseconds::zero() || passed > gap_max) return std::nullopt;
  return std::chrono::duration<double>(passed).count();
}

Counter growth(Counter before, Counter after) {
  if (!before || !after || *after < *before) return std::nullopt;
  return *after - *before;
}

Share rate(Counter before, Counter after, Share seconds) {
  const auto grown = growth(before, after);
  if (!grown || !seconds) return std::nullopt;
  return static_cast<double>(*grown) / *seconds;
}

Counter working_set(const Usage& usage) {
  if (!usage.memory_bytes) return std::nullopt;
  const auto inactive = usage.memory_inactive_file_bytes.value_or(0);
  return inactive < *usage.memory_bytes ? *usage.memory_bytes - inactive : usage.memory_bytes;
}

Share quota_percent(const Usage& usage) {
  if (!usage.cpu_quota_us || usage.cpu_period_us.value_or(0) == 0) return std::nullopt;
  return 100.0 * static_cast<double>(*usage.cpu_quota_us) /
         static_cast<double>(*usage.cpu_period_us);
}

Share throttled_percent(const Usage& before, const Usage& after) {
  const auto periods = growth(before.cpu_periods, after.cpu_periods);
  const auto held = growth(before.cpu_throttled_periods, after.cpu_throttled_periods);
  if (!periods || !held || *after.cpu_periods == 0) return std::nullopt;
  if (*periods == 0) return 0.0;
  return 100.0 * static_cast<double>(*held) / static_cast<double>(*periods);
}

// Since when the counters other than the CPU's have grown.
core::MonoTime others_since(const Look& before, const Look& after) {
  const bool woke = before.usage.cpu_ns != after.usage.cpu_ns;
  return woke ? before.at : before.at - before.rested;
}

Share scaled(Share value, double by) { return value ? Share(*value * by) : value; }

constexpr double ns_to_percent = 100.0 / 1e9;
constexpr double us_to_percent = 100.0 / 1e6;

Share stalled_percent(const std::optional<Stall>& before, const std::optional<Stall>& after,
                      Share seconds) {
  if (!before || !after) return std::nullopt;
  return scaled(rate(before->total_us, after->total_us, seconds), us_to_percent);
}

Counter difference(Counter whole, Counter part) { return growth(part, whole); }

// Percent of one core that `part` of the time took.
Share core_percent(std::uint64_t before, std::uint64_t after, const HostCpu& first,
                   const HostCpu& last) {
  const auto all = growth(first.jiffies.total(), last.jiffies.total());
  const auto grown = growth(before, after);
  if (!all || *all == 0 || !grown || last.cores == 0) return std::nullopt;
  return 100.0 * last.cores * static_cast<double>(*grown) / static_cast<double>(*all);
}

std::uint64_t busy(const CpuJiffies& jiffies) {
  return jiffies.total() - jiffies.idle - jiffies.iowait;
}

void add_cpu(model::HostSample& sample, const HostCpu& before, const HostCpu& after) {
  const auto& first = before.jiffies;
  const auto& last = after.jiffies;
  sample.cpu_percent = core_percent(busy(first), busy(last), before, after);
  sample.cpu_steal_percent = core_percent(first.steal, last.steal, before, after);
  sample.cpu_iowait_percent = core_percent(first.iowait, last.iowait, before, after);
}

void add_pressure(model::HostSample& sample, const HostUsage& before, const HostUsage& after,
                  Share seconds) {
  const auto percent = [&](Pressure HostUsage::*resource, std::optional<Stall> Pressure::*kind) {
    return stalled_percent(before.*resource.*kind, after.*resource.*kind, seconds);
  };
  sample.cpu_some_percent = percent(&HostUsage::cpu_pressure, &Pressure::some);
  sample.memory_some_percent = percent(&HostUsage::memory_pressure, &Pressure::some);
  sample.memory_full_percent = percent(&HostUsage::memory_pressure, &Pressure::full);
  sample.io_some_percent = percent(&HostUsage::io_pressure, &Pressure::some);
  sample.io_full_percent = percent(&HostUsage::io_pressure, &Pressure::full);
}

}  // namespace

model::Sample sample_of(const Usage& usage) {
  model::Sample sample;
  sample.cpu_limit_percent = quota_percent(usage);
  sample.memory_bytes = working_set(usage);
  sample.memory_limit_bytes = usage.memory_limit_bytes;
  sample.pids = usage.pids;
  return sample;
}

std::optional<double> cpu_limit(std::optional<double> quota_percent, int cpus, double told_quota) {
  if (!quota_percent && told_quota > 0) quota_percent = 100 * told_quota;
  if (cpus <= 0) return quota_percent;
  return std::min(quota_percent.value_or(100.0 * cpus), 100.0 * cpus);
}

std::optional<double> kept_memory(const Usage& usage) {
  if (!usage.memory_bytes) return std::nullopt;
  const auto used = static_cast<double>(*usage.memory_bytes);
  const auto files = static_cast<double>(usage.memory_inactive_file_bytes.value_or(0)) +
                     static_cast<double>(usage.memory_active_file_bytes.value_or(0));
  return std::max(0.0, used - files);  // the kernel counts the whole in batches: it may be less
}

model::Sample sample_between(const Look& before, const Look& after, core::Milliseconds gap_max) {
  auto sample = sample_of(after.usage);
  sample.oom_kills = growth(before.usage.oom_kills, after.usage.oom_kills);
  const auto seconds = seconds_between(before.at, after.at, gap_max);
  if (!seconds) return sample;
  const auto others_seconds = seconds_between(others_since(before, after), after.at, gap_max);
  const auto per_second = [&](Counter Usage::*counter) {
    return rate(before.usage.*counter, after.usage.*counter, others_seconds);
  };
  sample.cpu_percent =
      scaled(rate(before.usage.cpu_ns, after.usage.cpu_ns, seconds), ns_to_percent);
  sample.cpu_throttled_percent = throttled_percent(before.usage, after.usage);
  sample.network_received_rate = per_second(&Usage::network_received_bytes);
  sample.network_sent_rate = per_second(&Usage::network_sent_bytes);
  sample.block_read_rate = per_second(&Usage::block_read_bytes);
  sample.block_written_rate = per_second(&Usage::block_written_bytes);
  return sample;
}

model::HostSample sample_of(const HostUsage& usage) {
  model::HostSample sample;
  const auto& memory = usage.memory;
  if (usage.cpu) sample.cores = usage.cpu->cores;
  sample.memory_bytes = difference(memory.total_bytes, memory.available_bytes);
  sample.memory_total_bytes = memory.total_bytes;
  sample.swap_bytes = difference(memory.swap_total_bytes, memory.swap_free_bytes);
  sample.swap_total_bytes = memory.swap_total_bytes;
  if (usage.load) sample.load_1m = usage.load->one;
  return sample;
}

model::HostSample sample_between(const HostLook& before, const HostLook& after,
                                 core::Milliseconds gap_max) {
  auto sample = sample_of(after.usage);
  const auto seconds = seconds_between(before.at, after.at, gap_max);
  if (!seconds) return sample;
  if (before.usage.cpu && after.usage.cpu) add_cpu(sample, *before.usage.cpu, *after.usage.cpu);
  add_pressure(sample, before.usage, after.usage, seconds);
  return sample;
}

}  // namespace monitor
