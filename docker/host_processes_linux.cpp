#include "core/io/atomic_file.hpp"
#include "core/text.hpp"
#include "docker/host_processes.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <map>
#include <utility>

#include <sys/syscall.h>
#include <unistd.h>

namespace docker {
namespace {

constexpr std::size_t kernel_file_bytes_max = std::size_t{1} << 16;
constexpr std::size_t full_id = 64;

int number_in(const std::string& text) {
  const bool digits = !text.empty() && text.size() < 10 &&
                      text.find_first_not_of("0123456789") == std::string::npos;
  return digits ? std::stoi(text) : 0;
}

// The fourth field; the second may hold anything, parentheses too. Source: proc(5).
int parent_in(const std::string& stat) {
  const auto name_ends = stat.rfind(')');
  if (name_ends == std::string::npos || name_ends + 4 >= stat.size()) return 0;
  const auto from = name_ends + 4;
  return number_in(stat.substr(from, stat.find(' ', from) - from));
}

// What has ended waits for its parent to see it, maybe for ever: no signal reaches it. The third
// field. Source: proc(5).
bool has_ended(const std::string& stat) {
  const auto name_ends = stat.rfind(')');
  if (name_ends == std::string::npos || name_ends + 2 >= stat.size()) return false;
  const char state = stat[name_ends + 2];
  return state == 'Z' || state == 'X';
}

// A process held by descriptor is the one that was looked at, whatever becomes of its number.
class HeldProcess {
 public:
  explicit HeldProcess(int pid) : fd_(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))) {}
  ~HeldProcess() {
    if (fd_ >= 0) ::close(fd_);
  }
  HeldProcess(const HeldProcess&) = delete;
  HeldProcess& operator=(const HeldProcess&) = delete;
  bool is_held() const { return fd_ >= 0; }
  bool send(int number) const {
    return ::syscall(SYS_pidfd_send_signal, fd_, number, nullptr, 0) == 0;
  }

 private:
  int fd_;
};

core::Error failure(int pid, int error) {
  const auto code = error == EPERM || error == EACCES ? core::Errc::denied
                    : error == ESRCH                  ? core::Errc::not_found
                                                      : core::Errc::unsupported;
  return {code, "process " + std::to_string(pid) + ": " + std::strerror(error)};
}

class KernelsProcesses final : public HostProcesses {
 public:
  explicit KernelsProcesses(std::string proc) : proc_(std::move(proc)) {}

  bool can_see() const override { return true; }

  std::vector<HostProcess> of(const model::ContainerId& container) const override {
    std::map<int, int> parents;  // by process
    std::error_code failed;
    for (std::filesystem::directory_iterator entry(proc_, failed), end; !failed && entry != end;
         entry.increment(failed)) {
      const int pid = number_in(entry->path().filename().string());
      if (pid <= 0 || !is_of(pid, container)) continue;
      const auto stat = read(pid, "stat");
      if (!stat.empty() && !has_ended(stat)) parents[pid] = parent_in(stat);
    }
    std::vector<HostProcess> found;
    for (const auto& [pid, parent] : parents) found.push_back({pid, !parents.contains(parent)});
    return found;
  }

  core::Status signal(int pid, const model::ContainerId& container, int number) const override {
    const HeldProcess held(pid);
    if (!held.is_held()) return failure(pid, errno);
    if (!is_of(pid, container)) return failure(pid, ESRCH);
    if (!held.send(number)) return failure(pid, errno);
    return {};
  }

 private:
  std::string read(int pid, const std::string& file) const {
    const auto text =
        core::read_file(proc_ + "/" + std::to_string(pid) + "/" + file, kernel_file_bytes_max);
    return text ? *text : std::string();
  }

  // Every driver, and both versions of control groups, have the whole id in the path.
  bool is_of(int pid, const model::ContainerId& container) const {
    return container.size() == full_id && core::contains(read(pid, "cgroup"), container);
  }

  std::string proc_;
};

}  // namespace

std::unique_ptr<HostProcesses> host_processes(std::string proc) {
  return std::make_unique<KernelsProcesses>(std::move(proc));
}

}  // namespace docker
