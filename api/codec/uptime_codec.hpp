// How long a service was up, as JSON.
#pragma once

#include "monitor/ports.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>

namespace api {

nlohmann::ordered_json json_count(const std::optional<int>& count);

// {"day", "week", "month"}: percent, rounded down to the thousandth, so that 100 means that it was
// never down; null where there is nothing to take a share of.
nlohmann::ordered_json availability_json(const std::optional<monitor::Availability>& availability);

}  // namespace api
