// Channels, notifications and silences as JSON; null where something does not apply.
#pragma once

#include "notify/ports.hpp"

#include <nlohmann/json_fwd.hpp>

namespace api {

nlohmann::ordered_json to_json(const notify::ChannelView& channel);
nlohmann::ordered_json to_json(const notify::TestResult& result);
nlohmann::ordered_json to_json(const notify::Delivery& delivery);
// Its state is that at `now`: pending, active or over.
nlohmann::ordered_json to_json(const notify::Silence& silence, core::WallTime now);

}  // namespace api
