// Accepting a connection that no subprocess inherits.
#pragma once

namespace api {

// As accept(2), with close-on-exec set.
int accept_for_us_alone(int listening);

}  // namespace api
