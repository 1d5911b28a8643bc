#include "core/io/boot.hpp"

#include <cerrno>
#include <chrono>
#include <cstring>

#include <sys/sysctl.h>
#include <sys/time.h>
#include <unistd.h>

namespace core {
namespace {

Error failed(const char* name) {
  return {Errc::unavailable, std::string("reading sysctl ") + name + ": " + std::strerror(errno)};
}

}  // namespace

Result<Boot> read_boot() {
  char id[128] = {};
  std::size_t id_size = sizeof id - 1;
  if (::sysctlbyname("kern.bootsessionuuid", id, &id_size, nullptr, 0) != 0)
    return failed("kern.bootsessionuuid");
  timeval at{};
  std::size_t at_size = sizeof at;
  if (::sysctlbyname("kern.boottime", &at, &at_size, nullptr, 0) != 0)
    return failed("kern.boottime");
  return Boot{id, WallTime{std::chrono::seconds(at.tv_sec)}};
}

std::string hostname() {
  char name[256] = {};
  if (::gethostname(name, sizeof name - 1) != 0 || name[0] == '\0') return "localhost";
  return name;
}

}  // namespace core
