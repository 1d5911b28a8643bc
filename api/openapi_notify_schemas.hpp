// The schemas of incidents and notifications in the OpenAPI document.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace api {

// By name, as below `components`.
nlohmann::ordered_json notify_schemas();

}  // namespace api
