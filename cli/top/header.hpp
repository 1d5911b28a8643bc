// What stands above the services: how the host is. Pure.
#pragma once

#include "cli/top/canvas.hpp"
#include "cli/top/state.hpp"

#include <string>
#include <vector>

namespace cli {

// Who is shown, and when it was seen; or since when there is no answer, and why. `rows`: for how
// many services there is room.
std::string title_line(const TopState& state, std::size_t rows, const Canvas& canvas);

// CPU, memory and the fullest disk, as far as they are known; most important first.
std::vector<std::string> host_lines(const HostUsageText& host, const Canvas& canvas);

}  // namespace cli
