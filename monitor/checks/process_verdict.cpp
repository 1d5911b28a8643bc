#include "monitor/checks/check_text.hpp"
#include "monitor/checks/probe_process.hpp"
#include "monitor/checks/shown_text.hpp"

#include <algorithm>

namespace monitor {
namespace {

constexpr std::size_t pids_shown_max = 5;

std::string pids_text(const std::vector<int>& pids) {
  std::string text;
  for (std::size_t i = 0; i < std::min(pids.size(), pids_shown_max); ++i)
    text += (i == 0 ? "" : ", ") + std::to_string(pids[i]);
  return pids.size() > pids_shown_max ? text + ", ..." : text;
}

std::string processes_text(const ProcessProbe& wanted, std::size_t count) {
  const auto text = counted(count, "process", "processes");
  if (!wanted.name.empty()) return text + " named " + shown(wanted.name);
  return text + " matching `" + shown(wanted.matches) + "`";
}

std::string expected_text(const ProcessProbe& wanted) {
  const auto min = std::to_string(wanted.count_min);
  if (wanted.count_max == wanted.count_min) return min + " expected";
  if (!wanted.count_max) return "at least " + min + " expected";
  const auto max = std::to_string(*wanted.count_max);
  if (wanted.count_min <= 0) return "at most " + max + " expected";
  return min + " to " + max + " expected";
}

const char* runs(std::size_t count) { return count > 1 ? " run" : " runs"; }

}  // namespace

ProcessCount count_processes(const std::vector<HostProcess>& processes,
                             const WantedProcess& wanted) {
  ProcessCount count;
  for (const auto& process : processes) {
    if (!wanted(process)) continue;
    (process.zombie ? count.zombies : count.alive).push_back(process.pid);
  }
  return count;
}

Finding judge_processes(const ProcessProbe& wanted, const ProcessCount& count) {
  const auto alive = count.alive.size(), dead = count.zombies.size();
  const bool too_few = static_cast<long long>(alive) < wanted.count_min;
  const bool too_many = wanted.count_max && static_cast<long long>(alive) > *wanted.count_max;
  const auto expected = "; " + expected_text(wanted);
  if (too_few && dead > 0) {
    return failed(std::to_string(dead) + " of " + processes_text(wanted, alive + dead) +
                  (dead > 1 ? " are zombies (" : " is a zombie (") + pids_text(count.zombies) +
                  ")" + expected);
  }
  const auto text = processes_text(wanted, alive) + runs(alive);
  if (too_few) return failed(text + expected);
  if (too_many) return failed(text + " (" + pids_text(count.alive) + ")" + expected);
  return passed(text);
}

Finding judge_pid_file(const ProcessProbe& wanted, const core::Result<int>& pid,
                       const ProcessCount& count) {
  if (!pid && wanted.count_min <= 0 && pid.error().code == core::Errc::not_found)
    return passed(wanted.pid_file + " is not there, and no process needs to run");
  if (!pid) return failed(wanted.pid_file + " names no process: " + pid.error().what);
  const auto named = "process " + std::to_string(*pid) + " of " + wanted.pid_file;
  if (!count.zombies.empty()) return failed(named + " is a zombie: it has ended");
  if (count.alive.empty() && wanted.count_min > 0)
    return failed(named + " does not run: the file is left over");
  if (!count.alive.empty() && wanted.count_max && *wanted.count_max < 1)
    return failed(named + " runs; none expected");
  return passed(named + (count.alive.empty() ? " does not run" : " runs"));
}

}  // namespace monitor
