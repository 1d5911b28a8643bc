// `components` of the OpenAPI document.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string_view>

namespace api {

nlohmann::ordered_json openapi_components();
// The schema of what a GET of the pattern answers; "" where none is written down.
std::string_view answer_schema(std::string_view pattern);

}  // namespace api
