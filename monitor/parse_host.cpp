#include "monitor/parse_host.hpp"

#include "monitor/kernel_text.hpp"

#include <array>

namespace monitor {
namespace {

// Old kernels end the line earlier: what is missing is 0.
std::optional<CpuJiffies> read_jiffies(std::string_view line) {
  CpuJiffies jiffies;
  const std::array fields = {&jiffies.user,   &jiffies.nice, &jiffies.system,  &jiffies.idle,
                             &jiffies.iowait, &jiffies.irq,  &jiffies.softirq, &jiffies.steal};
  for (auto* field : fields) {
    const auto word = next_word(line);
    const auto number = to_number(word);
    if (!number && (!word.empty() || field == &jiffies.user)) return std::nullopt;
    *field = number.value_or(0);
  }
  return jiffies;
}

Counter kibibytes(std::string_view line) {
  const auto number = to_number(next_word(line));
  return number ? Counter(*number * 1024) : number;
}

struct MemoryField {
  std::string_view key;
  Counter HostMemory::*field;
};

constexpr std::array<MemoryField, 9> memory_fields = {{
    {"MemTotal:", &HostMemory::total_bytes},
    {"MemFree:", &HostMemory::free_bytes},
    {"MemAvailable:", &HostMemory::available_bytes},
    {"Buffers:", &HostMemory::buffers_bytes},
    {"Cached:", &HostMemory::cached_bytes},
    {"SwapTotal:", &HostMemory::swap_total_bytes},
    {"SwapFree:", &HostMemory::swap_free_bytes},
    {"Shmem:", &HostMemory::shared_bytes},
    {"SReclaimable:", &HostMemory::reclaimable_slab_bytes},
}};

// Of "avg10=1.13 avg60=1.19 avg300=0.34 total=1261061"
std::optional<Stall> read_stall(std::string_view line) {
  std::optional<double> avg10;
  std::optional<std::uint64_t> total;
  for (auto word = next_word(line); !word.empty(); word = next_word(line)) {
    if (word.starts_with("avg10=")) avg10 = to_decimal(word.substr(6));
    if (word.starts_with("total=")) total = to_number(word.substr(6));
  }
  if (!avg10 || !total) return std::nullopt;
  return Stall{*avg10, *total};
}

}  // namespace

std::optional<HostCpu> parse_stat(std::string_view text) {
  std::optional<HostCpu> cpu;
  unsigned cores = 0;
  std::string_view line;
  while (next_line(text, line)) {
    const auto word = next_word(line);
    if (!word.starts_with("cpu")) {
      if (cpu) cpu->cores = cores;
      break;
    }
    if (word != "cpu") {
      ++cores;
    } else if (const auto jiffies = read_jiffies(line)) {
      cpu = HostCpu{*jiffies};
    }
  }
  return cpu;
}

HostMemory parse_meminfo(std::string_view text) {
  HostMemory memory;
  std::string_view line;
  while (next_line(text, line)) {
    const auto key = next_word(line);
    for (const auto& field : memory_fields) {
      if (key == field.key) memory.*field.field = kibibytes(line);
    }
  }
  return memory;
}

std::optional<Load> parse_loadavg(std::string_view text) {
  std::string_view line;
  if (!next_line(text, line)) return std::nullopt;
  const auto one = to_decimal(next_word(line));
  const auto five = to_decimal(next_word(line));
  const auto fifteen = to_decimal(next_word(line));
  if (!one || !five || !fifteen) return std::nullopt;
  return Load{*one, *five, *fifteen};
}

std::optional<double> parse_uptime(std::string_view text) {
  std::string_view line;
  if (!next_line(text, line)) return std::nullopt;
  return to_decimal(next_word(line));
}

Pressure parse_pressure(std::string_view text) {
  Pressure pressure;
  std::string_view line;
  while (next_line(text, line)) {
    const auto kind = next_word(line);
    if (kind == "some") pressure.some = read_stall(line);
    if (kind == "full") pressure.full = read_stall(line);
  }
  return pressure;
}

}  // namespace monitor
