#include "api/process_usage.hpp"

#include <charconv>

#include <sys/resource.h>
#include <sys/time.h>

namespace api {
namespace {

constexpr double microseconds = 1e6;  // in a second

double seconds_of(const ::timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / microseconds;
}

std::optional<double> cpu_seconds() {
  ::rusage usage = {};
  if (::getrusage(RUSAGE_SELF, &usage) != 0) return std::nullopt;
  return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

std::optional<std::uint64_t> max_descriptors() {
  ::rlimit limit = {};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
    return std::nullopt;
  return limit.rlim_cur;
}

std::optional<std::uint64_t> take_number(std::string_view& text) {
  std::uint64_t value = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (wrong != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (!text.empty()) text.remove_prefix(1);
  return value;
}

}  // namespace

ProcessUsage own_process() {
  const auto memory = own_memory();
  ProcessUsage out;
  out.cpu_seconds = cpu_seconds();
  if (memory) out.resident_bytes = memory->resident_bytes;
  if (memory) out.virtual_bytes = memory->virtual_bytes;
  out.open_descriptors = own_descriptors();
  out.max_descriptors = max_descriptors();
  return out;
}

std::optional<ProcessMemory> parse_statm(std::string_view text, std::uint64_t page_bytes) {
  const auto size = take_number(text);
  const auto resident = size ? take_number(text) : std::nullopt;
  if (!resident) return std::nullopt;
  return ProcessMemory{*size * page_bytes, *resident * page_bytes};
}

}  // namespace api
