// How long a service was up, as text. Pure.
#pragma once

#include "cli/view.hpp"

#include <optional>
#include <string>

namespace cli {

// "100%", "99.95%", at most three digits; "" where it is not known.
std::string share_text(const std::optional<double>& percent);

// Lines of their own, after an empty one: restarts in the last hour, and the availability; nothing
// where neither is known.
std::string uptime_text(const ServiceText& service);

}  // namespace cli
