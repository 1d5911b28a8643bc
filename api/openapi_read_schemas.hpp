// The schemas of what lists and looks answer, and of what requests bring, in the OpenAPI document.
#pragma once

#include "api/http.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string_view>

namespace api {

// By name, as below `components`.
nlohmann::ordered_json read_schemas();
// The schema of what is answered to this method at the pattern; "" where none is written down.
std::string_view answer_schema(Method method, std::string_view pattern);

// The schema of the JSON that this method at the pattern wants; "" where it is a reason alone.
std::string_view request_schema(Method method, std::string_view pattern);
nlohmann::ordered_json request_schemas();

}  // namespace api
