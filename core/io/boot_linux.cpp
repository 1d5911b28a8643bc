#include "core/io/boot.hpp"

#include "core/io/atomic_file.hpp"
#include "core/text.hpp"

#include <chrono>
#include <ctime>

#include <unistd.h>

namespace core {
namespace {

constexpr std::size_t kernel_file_bytes_max = 1 << 20;

std::chrono::nanoseconds reading_of(clockid_t clock) {
  timespec at{};
  ::clock_gettime(clock, &at);
  return std::chrono::seconds(at.tv_sec) + std::chrono::nanoseconds(at.tv_nsec);
}

// To the millisecond: the `btime` of /proc/stat is cut to seconds, too coarse to tell what ended
// just before an engine's start from what ended just after.
WallTime boot_time() {
  return WallTime{
      std::chrono::floor<Milliseconds>(reading_of(CLOCK_REALTIME) - reading_of(CLOCK_BOOTTIME))};
}

}  // namespace

Result<Boot> read_boot() {
  auto id = read_file("/proc/sys/kernel/random/boot_id", kernel_file_bytes_max);
  if (!id) return id.error().with("reading the boot id");
  Boot boot{std::string(trim(*id)), boot_time()};
  if (boot.id.empty()) return Error{Errc::unavailable, "/proc/sys/kernel/random/boot_id is empty"};
  return boot;
}

std::string hostname() {
  char name[256] = {};
  if (::gethostname(name, sizeof name - 1) != 0 || name[0] == '\0') return "localhost";
  return name;
}

}  // namespace core
