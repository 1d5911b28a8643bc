// The load of the host.
#pragma once

#include <array>
#include <optional>

namespace api {

// Over 1, 5 and 15 minutes (getloadavg); nullopt where the system does not say.
std::optional<std::array<double, 3>> load_average();

}  // namespace api
