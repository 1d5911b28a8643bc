#include "monitor/processes.hpp"

#include "monitor/human_text.hpp"
#include "monitor/kernel_text.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace monitor {
namespace {

// Places in /proc/PID/stat, counted from the first word behind the name.
constexpr std::size_t utime_place = 11;
constexpr std::size_t stime_place = 12;
constexpr std::size_t rss_place = 21;

std::optional<double> percent_between(const ProcessLook& before, const ProcessLook& now,
                                      const Process& process, double ticks_a_second) {
  const auto found = std::find_if(before.processes.begin(), before.processes.end(),
                                  [&](const auto& each) { return each.pid == process.pid; });
  const auto seconds = std::chrono::duration<double>(now.at - before.at).count();
  if (found == before.processes.end() || seconds <= 0 || process.cpu_ticks < found->cpu_ticks)
    return std::nullopt;
  return 100.0 * static_cast<double>(process.cpu_ticks - found->cpu_ticks) / ticks_a_second /
         seconds;
}

double weight(const TopProcess& process, TopBy by) {
  return by == TopBy::cpu ? process.cpu_percent.value_or(0)
                          : static_cast<double>(process.memory_bytes);
}

}  // namespace

std::optional<Process> parse_process(std::string_view stat, std::uint64_t page_bytes) {
  // The name may hold anything, parentheses and line ends too: it ends at the last one.
  const auto open = stat.find(" (");
  const auto close = stat.rfind(") ");
  if (open == stat.npos || close == stat.npos || close < open) return std::nullopt;
  const auto pid = to_number(stat.substr(0, open));
  auto rest = stat.substr(close + 2);
  std::array<std::optional<std::uint64_t>, rss_place + 1> fields;
  for (auto& field : fields) field = to_number(next_word(rest));
  if (!pid || !fields[utime_place] || !fields[stime_place] || !fields[rss_place])
    return std::nullopt;
  return Process{static_cast<int>(*pid),
                 plain_name(std::string(stat.substr(open + 2, close - open - 2))),
                 *fields[utime_place] + *fields[stime_place], *fields[rss_place] * page_bytes};
}

std::vector<TopProcess> top_of(const std::optional<ProcessLook>& before, const ProcessLook& now,
                               TopBy by, double ticks_a_second) {
  std::vector<TopProcess> top;
  for (const auto& each : now.processes) {
    auto cpu = before ? percent_between(*before, now, each, ticks_a_second) : std::nullopt;
    top.push_back({each.pid, each.name, cpu, each.memory_bytes});
  }
  std::erase_if(top, [&](const auto& one) { return weight(one, by) <= 0; });
  std::stable_sort(top.begin(), top.end(), [&](const auto& one, const auto& other) {
    return weight(one, by) > weight(other, by);
  });
  if (top.size() > top_processes_max) top.resize(top_processes_max);
  return top;
}

}  // namespace monitor
