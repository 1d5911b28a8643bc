#include "core/io/left_behind.hpp"

#include "core/check.hpp"
#include "core/io/process_folder.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <system_error>

#include <poll.h>

namespace core {
namespace {

// A family that starts members faster than we find them is left alone at last.
constexpr int rounds_max = 50;
constexpr int time_to_act_ms = 1;  // for a signal; until then its target is found once more

// proc(5), /proc/loadavg: its last word is the number of the process that was made last.
std::optional<pid_t> newest_process() {
  std::ifstream file("/proc/loadavg");
  std::string word, last;
  while (file >> word) last = word;
  return process_number(last);
}

// The numbers go round when they reach /proc/sys/kernel/pid_max.
bool came_after(pid_t first, pid_t process, std::optional<pid_t> newest) {
  if (!newest) return true;
  if (*newest >= first) return process > first && process <= *newest;
  return process > first || process <= *newest;
}

std::vector<pid_t> processes_after(pid_t first) {
  std::vector<pid_t> found;
  std::error_code failure;
  std::filesystem::directory_iterator each("/proc", failure), end;
  std::vector<pid_t> all;
  for (; !failure && each != end; each.increment(failure))
    if (const auto process = process_number(each->path().filename().native()))
      all.push_back(*process);
  const auto newest = newest_process();  // after the list: what came meanwhile is not in it
  for (const auto process : all)
    if (came_after(first, process, newest)) found.push_back(process);
  return found;
}

class FamilyByProc final : public Family {
 public:
  FamilyByProc(const FamilyMark& mark, pid_t program, const std::vector<int>& outputs)
      : entry_(mark.first + "=" + mark.second), program_(program) {
    CHECK(program > 1);
    for (const int each : outputs)
      if (auto name = pipe_name(each); !name.empty()) pipes_.push_back(std::move(name));
    if (const auto kin = ProcessFolder(program).kin()) known_[program] = kin->start;
  }

  void look() override { learn(processes()); }

  void kill() override {
    if (members().empty()) return;
    for (int round = 0; round < rounds_max / 2 && send_to_all(SIGSTOP); ++round)
      ::poll(nullptr, 0, time_to_act_ms);
    for (int round = 0; round < rounds_max && send_to_all(SIGKILL); ++round)
      ::poll(nullptr, 0, time_to_act_ms);
  }

 private:
  using Processes = std::vector<ProcessKin>;

  // All that it may be, in no order.
  Processes processes() const {
    Processes found;
    if (const auto kin = ProcessFolder(program_).kin()) found.push_back(*kin);
    for (const auto process : processes_after(program_))
      if (const auto kin = ProcessFolder(process).kin()) found.push_back(*kin);
    return found;
  }

  bool is_known(const ProcessKin& each) const {
    const auto known = known_.find(each.process);
    return known != known_.end() && known->second == each.start;
  }

  bool is_kin(const ProcessKin& each) const {
    return known_.contains(each.parent) || known_.contains(each.group) ||
           known_.contains(each.session);
  }

  // Who belongs to it by whom he comes from.
  void learn(const Processes& all) {
    for (const auto& each : all)
      if (!is_known(each)) known_.erase(each.process);  // its number was given to another
    for (bool more = true; more;) {
      more = false;
      for (const auto& each : all) {
        if (is_known(each) || !is_kin(each)) continue;
        known_[each.process] = each.start;
        more = true;
      }
    }
    forget_numbers_not_in_use(all);
  }

  // A number is given to nobody else while a process, a group or a session has it.
  void forget_numbers_not_in_use(const Processes& all) {
    std::set<pid_t> used{program_};
    for (const auto& each : all)
      if (is_known(each)) used.insert({each.process, each.group, each.session});
    std::erase_if(known_, [&used](const auto& each) { return !used.contains(each.first); });
  }

  bool shows_it(const ProcessKin& each) const {
    const ProcessFolder folder(each.process);
    const auto kin = folder.kin();
    return kin && kin->start == each.start &&
           (folder.writes_to(pipes_) || folder.has_in_environment(entry_));
  }

  // Those that live.
  Processes members() {
    const auto all = processes();
    learn(all);
    for (const auto& each : all)
      if (!each.over && !is_known(each) && shows_it(each)) known_[each.process] = each.start;
    learn(all);  // whoever comes from these
    Processes living;
    for (const auto& each : all)
      if (!each.over && is_known(each)) living.push_back(each);
    return living;
  }

  // Whether there was anybody to send it to: who has stopped need not be told again.
  bool send_to_all(int signal) {
    bool sent = false;
    for (const auto& each : members())
      if (signal != SIGSTOP || !each.stopped) sent = send(each, signal) || sent;
    return sent;
  }

  static bool send(const ProcessKin& to, int signal) {
    const ProcessFolder folder(to.process);
    const auto kin = folder.kin();
    return kin && kin->start == to.start && !kin->over && folder.send(signal);
  }

  std::string entry_;
  pid_t program_;
  std::vector<std::string> pipes_;
  std::map<pid_t, unsigned long long> known_;  // with their starts, also some who ended
};

}  // namespace

std::unique_ptr<Family> watch_family(const FamilyMark& mark, pid_t program,
                                     const std::vector<int>& outputs) {
  return std::make_unique<FamilyByProc>(mark, program, outputs);
}

}  // namespace core
