#include "monitor/checks/probe_process.hpp"

#include "core/text.hpp"
#include "monitor/checks/file_look.hpp"
#include "monitor/checks/line_pattern.hpp"
#include "monitor/checks/plain_file.hpp"
#include "monitor/checks/pool_probe.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <unistd.h>

namespace monitor {
namespace {

constexpr std::size_t pid_file_bytes_max = 64;

// What a look brings: the processes, and what the pid file names where there is one.
struct ProcessSight {
  core::Result<std::vector<HostProcess>> processes = std::vector<HostProcess>();
  core::Result<int> pid = 0;
};

ProcessSight look_at_processes(const ProcessProbe& wanted, const ProcessDetail& detail) {
  ProcessSight sight;
  if (!wanted.pid_file.empty()) sight.pid = read_pid_file(wanted.pid_file);
  if (sight.pid) sight.processes = list_processes(detail);
  return sight;
}

class RunningProcessProbe final : public Probe {
 public:
  RunningProcessProbe(ProcessProbe settings, ProbeTools tools)
      : settings_(std::move(settings)),
        pattern_(settings_.matches),
        look_(tools.files),
        files_(tools.files) {}

  awaitable<Finding> run(Target target, core::Milliseconds limit) override {
    if (!pattern_.problem().empty()) co_return unable("the pattern is none: " + pattern_.problem());
    ProcessDetail detail;
    detail.names = !settings_.name.empty();
    detail.commands = !settings_.matches.empty();
    detail.groups = !target.empty() && settings_.pid_file.empty();
    std::function<ProcessSight()> work = [settings = settings_, detail] {
      return look_at_processes(settings, detail);
    };
    const auto sight = co_await look_.run(std::move(work), limit);
    if (!sight) {
      const auto& file = settings_.pid_file;
      co_return hung(file.empty() ? "the list of processes" : file, sight.error());
    }
    if (!sight->processes)
      co_return unknown("the processes cannot be listed: " + sight->processes.error().what);
    // Thousands of long command lines are not for the I/O thread.
    PoolWork judging = [this, &sight = *sight, &target](Deadline, const core::GiveUp&) {
      return judge(sight, target);
    };
    auto finding = co_await on_pool(files_, limit, std::move(judging));
    co_return finding;
  }

 private:
  Finding judge(const ProcessSight& sight, const Target& target) const {
    if (!settings_.pid_file.empty()) {
      const auto of_file = [&](const HostProcess& process) {
        return sight.pid && process.pid == *sight.pid;
      };
      return judge_pid_file(settings_, sight.pid, count_processes(*sight.processes, of_file));
    }
    if (!target.empty()) return judge_containers(*sight.processes, target);
    return judge_processes(settings_, count_processes(*sight.processes, is_wanted()));
  }

  WantedProcess is_wanted() const {
    return [this, self = static_cast<int>(::getpid())](const HostProcess& process) {
      if (process.pid == self || process.parent == self) return false;
      if (!settings_.name.empty())
        return std::find(process.names.begin(), process.names.end(), settings_.name) !=
               process.names.end();
      return pattern_.matches(process.command);
    };
  }

  Finding judge_containers(const std::vector<HostProcess>& processes, const Target& target) const {
    std::vector<model::ContainerId> failing;
    std::optional<Finding> bad, unseen, good;
    for (const auto& container : target) {
      const auto inside = [&](const HostProcess& process) {
        return core::contains(process.group, container.id);
      };
      if (std::none_of(processes.begin(), processes.end(), inside)) {
        unseen = unknown("the processes of " + container.name + " cannot be seen from here");
        continue;
      }
      const auto wanted = [&inside, wants = is_wanted()](const HostProcess& process) {
        return inside(process) && wants(process);
      };
      auto finding = judge_processes(settings_, count_processes(processes, wanted));
      finding.text = container.name + ": " + finding.text;
      if (finding.verdict == Verdict::failed) failing.push_back(container.id);
      (finding.verdict == Verdict::failed ? bad : good) = std::move(finding);
    }
    if (!bad) return unseen ? *unseen : passed(good->text);
    auto finding = failed(bad->text);
    if (failing.size() < target.size()) finding.failing = std::move(failing);
    return finding;
  }

  ProcessProbe settings_;
  LinePattern pattern_;
  FileLook<ProcessSight> look_;
  core::BlockingPool& files_;
};

}  // namespace

std::unique_ptr<Probe> make_process_probe(ProcessProbe settings, ProbeTools tools) {
  return std::make_unique<RunningProcessProbe>(std::move(settings), tools);
}

core::Result<int> read_pid_file(const std::string& path) {
  const auto file = PlainFile::open(path);
  if (!file) return file.error();
  std::array<char, pid_file_bytes_max> buffer{};
  const auto length = file->read_at(0, buffer);
  if (!length) return length.error();
  auto text = std::string_view(buffer.data(), *length);
  text = core::trim(text.substr(0, text.find('\n')));
  int pid = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), pid);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || pid <= 0)
    return core::invalid("its first line is no process id");
  return pid;
}

}  // namespace monitor
