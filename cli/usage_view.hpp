// What a service uses, in tables. Pure.
#pragma once

#include "cli/table.hpp"
#include "cli/top/row.hpp"
#include "cli/view.hpp"

#include <string>
#include <vector>

namespace cli {

// "1.5%", of one core; "" where it is not known.
std::string cpu_text(const UsageText& usage);
// "7MiB", "7MiB of 512MiB"; "" where it is not known.
std::string memory_text(const UsageText& usage);

// `evenkeel top` where nobody looks at it for longer.
std::string usage_text(const std::vector<TopRow>& rows, const Surface& surface);

}  // namespace cli
