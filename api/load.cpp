#include "api/load.hpp"

#include <cstdlib>

namespace api {

std::optional<std::array<double, 3>> load_average() {
  std::array<double, 3> load = {};
  if (::getloadavg(load.data(), 3) != 3) return std::nullopt;
  return load;
}

}  // namespace api
