// The `data` of an event as text.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace monitor {

// Names of processes and mount points may hold any bytes: what is no UTF-8 is replaced.
std::string data_text(const nlohmann::ordered_json& data);

}  // namespace monitor
