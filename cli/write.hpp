// A request that changes what a deployment should be, and where it is asked for, the wait for it.
#pragma once

#include "cli/command.hpp"

#include <optional>
#include <string>
#include <vector>

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
// One after the other, for the same deployment, up to the first that fails. As a document all of
// them are one: the last answer, with `changed` where any of them changed something.
Outcome perform_all(Session& session, std::vector<Write> writes);

}  // namespace cli
