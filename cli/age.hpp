// How long ago something was. Pure.
#pragma once

#include "core/clock.hpp"

#include <string>

namespace cli {

// "4m", in the greatest unit that it fills, and never the future; "" where `since`, a time of the
// API, is none.
std::string age_text(const std::string& since, core::WallTime now);

}  // namespace cli
