// A plan as `plan` and `apply --dry-run` show it.
#pragma once

#include "cli/command.hpp"

#include <string>

namespace cli {

// `body`: {"plan": [...], "text": "..."}
void print_plan(Session& session, const std::string& body);

}  // namespace cli
