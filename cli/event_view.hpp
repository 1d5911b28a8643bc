// Events as lines. Pure.
#pragma once

#include "cli/table.hpp"
#include "cli/view.hpp"

#include <string>

namespace cli {

// "42  2026-01-31 10:30:00 +01:00  warning   shop/web  service.exited  web ended with exit code 1."
std::string event_line(const EventText& event, const Surface& surface);

// What a stream could not deliver: {"from": 3, "to": 9}.
std::string gap_line(const std::string& data);

}  // namespace cli
