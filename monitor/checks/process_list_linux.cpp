#include "core/text.hpp"
#include "monitor/checks/process_list.hpp"
#include "monitor/kept_file.hpp"
#include "monitor/kernel_text.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <system_error>

namespace monitor {
namespace {

constexpr std::size_t stat_text_max = 2048;
constexpr std::size_t group_text_max = 8192;
// Counted from the first word behind the name. Source: proc(5).
constexpr std::size_t state_place = 0;
constexpr std::size_t parent_place = 1;
constexpr std::size_t threads_place = 17;
constexpr std::string_view removed_mark = " (deleted)";

// "" where it cannot be read: another's, or gone.
std::string proc_text(const std::string& path, std::size_t bytes_max) {
  const auto file = KeptFile::open(path);
  if (!file) return {};
  std::string buffer(bytes_max, '\0');
  const auto text = file->read(buffer);
  if (!text) return {};
  buffer.resize(text->size());
  return buffer;
}

std::string name_in_path(std::string_view path) {
  return std::string(path.substr(path.rfind('/') + 1));
}

std::optional<HostProcess> read_process_state(const std::string& folder) {
  const auto text = proc_text(folder + "/stat", stat_text_max);
  const std::string_view stat = text;
  // The name may hold anything, parentheses and line ends too: it ends at the last one.
  const auto open = stat.find(" (");
  const auto close = stat.rfind(") ");
  if (open == stat.npos || close == stat.npos || close < open) return std::nullopt;
  auto rest = stat.substr(close + 2);
  std::array<std::string_view, threads_place + 1> words;
  for (auto& word : words) word = next_word(rest);
  const auto pid = to_number(stat.substr(0, open));
  const auto parent = to_number(words[parent_place]);
  if (!pid || !parent) return std::nullopt;
  HostProcess process;
  process.pid = static_cast<int>(*pid);
  process.parent = static_cast<int>(*parent);
  const bool ended = words[state_place] == "Z" || words[state_place] == "X";
  process.zombie = ended && to_number(words[threads_place]).value_or(1) <= 1;
  process.names.emplace_back(stat.substr(open + 2, close - open - 2));
  return process;
}

// Its words are ended by zeros. What writes its own title (nginx, postgres) leaves out all but one.
void read_process_command(const std::string& folder, HostProcess& process,
                          const ProcessDetail& detail) {
  auto text = proc_text(folder + "/cmdline", command_bytes_max);
  while (!text.empty() && text.back() == '\0') text.pop_back();
  if (detail.names && !text.empty()) {
    // "nginx: master process /usr/sbin/nginx" names its program first, and may name any file later.
    const auto first = std::string_view(text).substr(0, text.find('\0'));
    process.names.push_back(name_in_path(first.substr(0, first.find_first_of(": "))));
  }
  std::replace(text.begin(), text.end(), '\0', ' ');
  if (detail.commands) process.command = std::move(text);
}

void read_process_program(const std::string& folder, HostProcess& process) {
  std::error_code failure;
  const auto target = std::filesystem::read_symlink(folder + "/exe", failure).string();
  if (failure || target.empty()) return;
  auto path = std::string_view(target);
  // Replaced on the disk since it was started.
  if (path.ends_with(removed_mark)) path.remove_suffix(removed_mark.size());
  process.names.push_back(name_in_path(path));
}

std::optional<HostProcess> read_host_process(const std::string& folder,
                                             const ProcessDetail& detail) {
  auto process = read_process_state(folder);
  if (!process) return process;
  if (detail.names || detail.commands) read_process_command(folder, *process, detail);
  if (detail.names) read_process_program(folder, *process);
  if (detail.groups) process->group = proc_text(folder + "/cgroup", group_text_max);
  return process;
}

}  // namespace

core::Result<std::vector<HostProcess>> list_processes(const ProcessDetail& detail,
                                                      const std::string& proc) {
  std::error_code failure;
  std::filesystem::directory_iterator entries(proc, failure);
  if (failure) return core::Error{core::Errc::io, proc + ": " + failure.message()};
  std::vector<HostProcess> processes;
  for (const std::filesystem::directory_iterator end; entries != end; entries.increment(failure)) {
    const auto name = entries->path().filename().string();
    if (name.find_first_not_of("0123456789") != name.npos) continue;
    if (auto process = read_host_process(proc + "/" + name, detail))
      processes.push_back(std::move(*process));
    if (processes.size() == host_processes_max) break;
  }
  if (failure) return core::Error{core::Errc::io, proc + ": " + failure.message()};
  std::sort(processes.begin(), processes.end(),
            [](const auto& one, const auto& other) { return one.pid < other.pid; });
  return processes;
}

}  // namespace monitor
