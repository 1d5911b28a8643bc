// The rows of the table of routes (api/router.hpp) about incidents and notifications.
#pragma once

#include "api/router.hpp"

#include <vector>

namespace api {

void add_incident_routes(std::vector<Route>& out);
void add_notify_routes(std::vector<Route>& out);

}  // namespace api
