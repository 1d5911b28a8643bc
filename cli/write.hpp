// A request that changes what a deployment should be, and where it is asked for, the wait for it.
#pragma once

#include "cli/command.hpp"

#include <optional>
#include <string>

namespace cli {

struct Write {
  Call call;
  std::string deployment;
  std::string done;  // "stop" -> "shop: stop"; what was asked for, as printed
  std::optional<core::Milliseconds> wait;
};

// Prints what became of it. With `wait`: done where it has converged at the generation of this
// request, else failed or late.
Outcome perform(Session& session, Write write);

}  // namespace cli
