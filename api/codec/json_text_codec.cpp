#include "api/codec/json_text.hpp"
#include "core/time_text.hpp"

#include <nlohmann/json.hpp>

namespace api {

using Json = nlohmann::ordered_json;

std::string json_text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json json_time(core::WallTime at) {
  return at == core::WallTime{} ? Json(nullptr) : Json(core::rfc3339(at));
}

Json json_time(const std::optional<core::WallTime>& at) {
  return at ? json_time(*at) : Json(nullptr);
}

Json json_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

}  // namespace api
