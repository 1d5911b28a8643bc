// `components` of the OpenAPI document.
#pragma once

#include "api/http.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string_view>

namespace api {

nlohmann::ordered_json openapi_components();
// The schema of what is answered to this method at the pattern; "" where none is written down.
std::string_view answer_schema(Method method, std::string_view pattern);

}  // namespace api
