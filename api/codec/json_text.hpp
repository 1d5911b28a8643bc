// JSON as it goes out: compact, in the order of the contract; bytes that are not UTF-8 are
// replaced.
#pragma once

#include "core/clock.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>

namespace api {

std::string json_text(const nlohmann::ordered_json& json);
// RFC 3339 in UTC with milliseconds; null for the epoch and for nullopt.
nlohmann::ordered_json json_time(core::WallTime at);
nlohmann::ordered_json json_time(const std::optional<core::WallTime>& at);
// null for "".
nlohmann::ordered_json json_or_null(const std::string& text);

}  // namespace api
