#include "core/io/left_behind.hpp"

#include "core/io/program_pipes.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string_view>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace core {
namespace {

// A family that starts members faster than we find them is left alone at last.
constexpr int rounds_max = 50;
constexpr int time_to_die_ms = 1;  // until then it is found once more
constexpr std::size_t environment_bytes_max = 1024 * 1024;

std::optional<pid_t> number_in(std::string_view text) {
  pid_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// proc(5), /proc/loadavg: its last word is the number of the process that was made last.
std::optional<pid_t> newest_process() {
  std::ifstream file("/proc/loadavg");
  std::string word, last;
  while (file >> word) last = word;
  return number_in(last);
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
    if (const auto process = number_in(each->path().filename().native())) all.push_back(*process);
  const auto newest = newest_process();  // after the list: what came meanwhile is not in it
  for (const auto process : all)
    if (came_after(first, process, newest)) found.push_back(process);
  return found;
}

std::string environment_in(int folder) {
  const PipeEnd file(::openat(folder, "environ", O_RDONLY | O_CLOEXEC));
  std::string text;
  std::array<char, 16384> buffer;
  while (file.get() >= 0 && text.size() < environment_bytes_max) {
    const auto size = ::read(file.get(), buffer.data(), buffer.size());
    if (size <= 0) break;
    text.append(buffer.data(), static_cast<std::size_t>(size));
  }
  return text;
}

bool carries(const std::string& environment, const std::string& entry) {
  for (std::size_t at = 0; at < environment.size();) {
    const auto end = std::min(environment.find('\0', at), environment.size());
    if (std::string_view(environment).substr(at, end - at) == entry) return true;
    at = end + 1;
  }
  return false;
}

// By its folder, which stays its own: the number may be another's by now.
void kill_process(int folder, pid_t process) {
  if (::syscall(SYS_pidfd_send_signal, folder, SIGKILL, nullptr, 0) != 0 && errno == ENOSYS)
    ::kill(process, SIGKILL);
}

bool kill_where_marked(pid_t process, const std::string& entry) {
  const auto path = "/proc/" + std::to_string(process);
  const PipeEnd folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0 || !carries(environment_in(folder.get()), entry)) return false;
  kill_process(folder.get(), process);
  return true;
}

}  // namespace

void kill_family(const FamilyMark& mark, pid_t first) {
  const auto entry = mark.first + "=" + mark.second;
  for (int round = 0; round < rounds_max; ++round) {
    bool found = false;
    for (const auto process : processes_after(first))
      found = kill_where_marked(process, entry) || found;
    if (!found) return;
    ::poll(nullptr, 0, time_to_die_ms);
  }
}

}  // namespace core
