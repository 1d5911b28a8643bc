// Checks as JSON; null where something does not apply.
#pragma once

#include "monitor/ports.hpp"

#include <nlohmann/json_fwd.hpp>

namespace api {

nlohmann::ordered_json to_json(const monitor::CheckView& check);

}  // namespace api
