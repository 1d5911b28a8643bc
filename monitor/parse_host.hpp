// The kernel's files about the host, one pure function each. What a text does not tell has no
// value. Sources: proc(5), the kernel's accounting/psi.rst.
#pragma once

#include "monitor/usage.hpp"

#include <optional>
#include <string_view>

namespace monitor {

// /proc/stat. The lines after those of the cores are not looked at, and may be cut off.
std::optional<HostCpu> parse_stat(std::string_view text);
// /proc/meminfo
HostMemory parse_meminfo(std::string_view text);
// /proc/loadavg
std::optional<Load> parse_loadavg(std::string_view text);
// /proc/uptime: seconds
std::optional<double> parse_uptime(std::string_view text);
// /proc/pressure/cpu, memory, io; also cpu.pressure and its likes of a control group
Pressure parse_pressure(std::string_view text);

}  // namespace monitor
