#include "core/io/boot.hpp"

#include "core/io/atomic_file.hpp"
#include "core/text.hpp"

#include <charconv>
#include <chrono>

#include <unistd.h>

namespace core {
namespace {

constexpr std::size_t kernel_file_bytes_max = 1 << 20;  // /proc/stat has a line a core and a long
                                                        // line of interrupts

Result<WallTime> boot_time(std::string_view stat) {
  constexpr std::string_view key = "\nbtime ";
  const auto at = stat.find(key);
  if (at == std::string_view::npos) return Error{Errc::unavailable, "/proc/stat has no btime line"};
  const auto digits = stat.substr(at + key.size());
  long long seconds = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
  if (parsed.ec != std::errc{})
    return Error{Errc::unavailable, "/proc/stat: btime is not a number"};
  return WallTime{std::chrono::seconds(seconds)};
}

}  // namespace

Result<Boot> read_boot() {
  auto id = read_file("/proc/sys/kernel/random/boot_id", kernel_file_bytes_max);
  if (!id) return id.error().with("reading the boot id");
  auto stat = read_file("/proc/stat", kernel_file_bytes_max);
  if (!stat) return stat.error().with("reading the boot time");
  auto at = boot_time(*stat);
  if (!at) return at.error();
  Boot boot{std::string(trim(*id)), *at};
  if (boot.id.empty()) return Error{Errc::unavailable, "/proc/sys/kernel/random/boot_id is empty"};
  return boot;
}

std::string hostname() {
  char name[256] = {};
  if (::gethostname(name, sizeof name - 1) != 0 || name[0] == '\0') return "localhost";
  return name;
}

}  // namespace core
