// A plan as it is answered: its text, and the same line by line.
#pragma once

#include "api/http.hpp"

#include <string>

namespace api {

Response plan_response(const std::string& text);

}  // namespace api
