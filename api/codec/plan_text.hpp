// A plan as it is answered: its text, the same line by line, and what the loader warned of.
#pragma once

#include "api/http.hpp"

#include <string>
#include <vector>

namespace api {

Response plan_response(const std::string& text, const std::vector<std::string>& warnings = {});

}  // namespace api
