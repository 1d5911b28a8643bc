// The OpenAPI 3.1 document, made from the table of routes.
#pragma once

#include "api/router.hpp"

#include <string>
#include <vector>

namespace api {

std::string openapi_text(const std::vector<Route>& table, const std::string& version);

}  // namespace api
