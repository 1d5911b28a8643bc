// What a canonical project holds and not everybody may see.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace api {

// Every value of `environment` of a service, and the content of inline configs and secrets, becomes
// "***"; a variable without a value keeps its null.
void mask_project(nlohmann::ordered_json& project);

}  // namespace api
