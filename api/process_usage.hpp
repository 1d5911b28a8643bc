// What our own process takes.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace api {

// A field without a value is one that the system does not tell.
struct ProcessUsage {
  std::optional<double> cpu_seconds;  // of all threads, in user and kernel mode
  std::optional<std::uint64_t> resident_bytes;
  std::optional<std::uint64_t> virtual_bytes;
  std::optional<std::uint64_t> open_descriptors;
  std::optional<std::uint64_t> max_descriptors;
  bool operator==(const ProcessUsage&) const = default;
};

// Reads what the system keeps in memory: does not wait for a disk.
ProcessUsage own_process();

struct ProcessMemory {
  std::uint64_t virtual_bytes = 0;
  std::uint64_t resident_bytes = 0;
  bool operator==(const ProcessMemory&) const = default;
};

// By platform.
std::optional<ProcessMemory> own_memory();
std::optional<std::uint64_t> own_descriptors();

// /proc/self/statm (proc(5)), which counts pages. Pure.
std::optional<ProcessMemory> parse_statm(std::string_view text, std::uint64_t page_bytes);

}  // namespace api
