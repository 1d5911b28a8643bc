#include "monitor/parse_container.hpp"

#include "monitor/kernel_text.hpp"

namespace monitor {
namespace {

Counter times_1000(Counter micro) { return micro ? Counter(*micro * 1000) : micro; }

}  // namespace

void parse_cpuacct_usage(std::string_view text, Usage& usage) {
  usage.cpu_ns = single_number(text);
}

void parse_cpu_stat_v1(std::string_view text, Usage& usage) {
  usage.cpu_periods = number_after(text, "nr_periods ");
  usage.cpu_throttled_periods = number_after(text, "nr_throttled ");
  usage.cpu_throttled_ns = number_after(text, "throttled_time ");
}

void parse_cfs_quota(std::string_view text, Usage& usage) {
  usage.cpu_quota_us = single_number(text);
}

void parse_cfs_period(std::string_view text, Usage& usage) {
  usage.cpu_period_us = single_number(text);
}

void parse_cpu_stat_v2(std::string_view text, Usage& usage) {
  usage.cpu_ns = times_1000(number_after(text, "usage_usec "));
  usage.cpu_periods = number_after(text, "nr_periods ");
  usage.cpu_throttled_periods = number_after(text, "nr_throttled ");
  usage.cpu_throttled_ns = times_1000(number_after(text, "throttled_usec "));
}

void parse_cpu_max(std::string_view text, Usage& usage) {
  std::string_view line;
  usage.cpu_quota_us = usage.cpu_period_us = std::nullopt;
  if (!next_line(text, line)) return;
  usage.cpu_quota_us = to_number(next_word(line));  // "max" is no number
  usage.cpu_period_us = to_number(next_word(line));
}

void parse_memory_usage(std::string_view text, Usage& usage) {
  usage.memory_bytes = single_number(text);
}

void parse_memory_stat_v1(std::string_view text, Usage& usage) {
  usage.memory_inactive_file_bytes = number_after(text, "\ntotal_inactive_file ");
  usage.memory_active_file_bytes = number_after(text, "\ntotal_active_file ");
}

void parse_memory_stat_v2(std::string_view text, Usage& usage) {
  usage.memory_inactive_file_bytes = number_after(text, "\ninactive_file ");
  usage.memory_active_file_bytes = number_after(text, "\nactive_file ");
}

void parse_memory_limit(std::string_view text, Usage& usage) {
  usage.memory_limit_bytes = single_number(text);  // "max" is no number
}

void without_absurd_limit(Usage& usage, std::uint64_t host_memory_bytes) {
  if (host_memory_bytes != 0 && usage.memory_limit_bytes > host_memory_bytes) {
    usage.memory_limit_bytes.reset();
  }
}

void parse_oom_control(std::string_view text, Usage& usage) {
  usage.oom_kills = number_after(text, "\noom_kill ");
}

void parse_memory_events(std::string_view text, Usage& usage) {
  usage.oom_kills = number_after(text, "\noom_kill ");
}

void parse_pids(std::string_view text, Usage& usage) { usage.pids = single_number(text); }

}  // namespace monitor
