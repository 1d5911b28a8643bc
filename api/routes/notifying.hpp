// What the handlers of channels, notifications and silences have in common.
#pragma once

#include "api/problem.hpp"

namespace api::routes {

// 503 where nobody notifies (yet).
inline Problem not_notifying() {
  return problem(503, "Nobody is notified from here: the agent is still starting, try again");
}

}  // namespace api::routes
