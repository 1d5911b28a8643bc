#include "docker/peer.hpp"

#include <fstream>
#include <sstream>

namespace docker {
namespace {

std::string first_line(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

// Field 22 of /proc/<pid>/stat, in clock ticks since boot; the second field may hold spaces and
// parentheses.
std::string start_time(const std::string& stat) {
  const auto end_of_name = stat.rfind(')');
  if (end_of_name == std::string::npos) return {};
  std::istringstream fields(stat.substr(end_of_name + 1));
  std::string field;
  for (int number = 3; number <= 22; ++number) fields >> field;
  return fields ? field : std::string();
}

}  // namespace

std::string engine_start_of_process(int pid) {
  if (pid <= 0) return {};
  const auto folder = "/proc/" + std::to_string(pid);
  if (first_line(folder + "/comm") != "dockerd") return {};
  const auto started = start_time(first_line(folder + "/stat"));
  return started.empty() ? std::string() : std::to_string(pid) + ":" + started;
}

}  // namespace docker
