// A version of the Engine API.
#pragma once

#include <compare>

namespace docker {

struct ApiVersion {  // {1, 51} is "1.51"
  int major = 1, minor = 51;
  auto operator<=>(const ApiVersion&) const = default;
};

}  // namespace docker
