#include "api/process_usage.hpp"
#include "core/io/atomic_file.hpp"

#include <filesystem>
#include <system_error>

#include <unistd.h>

namespace api {

std::optional<ProcessMemory> own_memory() {
  constexpr std::size_t statm_bytes_max = 4096;
  const auto text = core::read_file("/proc/self/statm", statm_bytes_max);
  const auto page = ::sysconf(_SC_PAGESIZE);
  if (!text || page <= 0) return std::nullopt;
  return parse_statm(*text, static_cast<std::uint64_t>(page));
}

// Without the one that counts them.
std::optional<std::uint64_t> own_descriptors() {
  std::error_code failed;
  std::uint64_t count = 0;
  for (std::filesystem::directory_iterator entry("/proc/self/fd", failed), end;
       !failed && entry != end; entry.increment(failed))
    ++count;
  if (failed || count == 0) return std::nullopt;
  return count - 1;
}

}  // namespace api
