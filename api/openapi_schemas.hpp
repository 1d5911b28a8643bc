// `components` of the OpenAPI document.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace api {

nlohmann::ordered_json openapi_components();

}  // namespace api
