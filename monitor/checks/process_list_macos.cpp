#include "monitor/checks/process_list.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <system_error>

#include <libproc.h>
#include <sys/sysctl.h>

namespace monitor {
namespace {

// More than there were when they were counted: others start meanwhile.
constexpr std::size_t processes_beyond = 64;
// Arguments and environment of a process together, at most (KERN_ARGMAX): the kernel wants room for
// all of it.
constexpr std::size_t arguments_bytes = std::size_t{1} << 20;

std::string name_in_path(std::string_view path) {
  return std::string(path.substr(path.rfind('/') + 1));
}

using Question = std::array<int, 3>;

bool ask_kernel(Question what, void* into, std::size_t& bytes) {
  return ::sysctl(what.data(), static_cast<u_int>(what.size()), into, &bytes, nullptr, 0) == 0;
}

core::Result<std::vector<struct kinfo_proc>> all_processes() {
  const Question what = {CTL_KERN, KERN_PROC, KERN_PROC_ALL};
  std::size_t bytes = 0;
  if (!ask_kernel(what, nullptr, bytes))
    return core::Error{core::Errc::io, std::generic_category().message(errno)};
  std::vector<struct kinfo_proc> found(bytes / sizeof(struct kinfo_proc) + processes_beyond);
  bytes = found.size() * sizeof(struct kinfo_proc);
  if (!ask_kernel(what, found.data(), bytes))
    return core::Error{core::Errc::io, std::generic_category().message(errno)};
  found.resize(std::min(bytes / sizeof(struct kinfo_proc), host_processes_max));
  return found;
}

// KERN_PROCARGS2: the number of arguments, the path of the program, zeros, the arguments with a
// zero behind each. Nothing of another user's process.
std::string command_of(int pid, std::string& text) {
  std::size_t bytes = text.size();
  int count = 0;
  if (!ask_kernel({CTL_KERN, KERN_PROCARGS2, pid}, text.data(), bytes)) return {};
  if (bytes < sizeof count) return {};
  std::memcpy(&count, text.data(), sizeof count);
  std::string_view rest(text.data() + sizeof count, bytes - sizeof count);
  rest.remove_prefix(std::min(rest.find('\0'), rest.size()));
  rest.remove_prefix(std::min(rest.find_first_not_of('\0'), rest.size()));
  std::string command;
  for (int i = 0; i < count && !rest.empty() && command.size() < command_bytes_max; ++i) {
    const auto word = rest.substr(0, rest.find('\0'));
    if (i > 0) command += ' ';
    command += word;
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
  }
  return command;
}

void read_names(HostProcess& process) {
  std::array<char, PROC_PIDPATHINFO_MAXSIZE> path{};
  const int length = ::proc_pidpath(process.pid, path.data(), path.size());
  if (length > 0)
    process.names.push_back(
        name_in_path(std::string_view(path.data(), static_cast<std::size_t>(length))));
}

}  // namespace

core::Result<std::vector<HostProcess>> list_processes(const ProcessDetail& detail,
                                                      const std::string&) {
  const auto all = all_processes();
  if (!all) return all.error();
  std::string arguments(detail.commands ? arguments_bytes : 0, '\0');
  std::vector<HostProcess> processes;
  for (const auto& each : *all) {
    HostProcess process;
    process.pid = each.kp_proc.p_pid;
    process.parent = each.kp_eproc.e_ppid;
    process.zombie = each.kp_proc.p_stat == SZOMB;
    process.names.emplace_back(each.kp_proc.p_comm);
    if (detail.names && !process.zombie) read_names(process);
    if (detail.commands && !process.zombie) process.command = command_of(process.pid, arguments);
    processes.push_back(std::move(process));
  }
  std::sort(processes.begin(), processes.end(),
            [](const auto& one, const auto& other) { return one.pid < other.pid; });
  return processes;
}

}  // namespace monitor
