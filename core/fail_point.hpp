// Named moments at which a test may end the process with SIGKILL, as power cuts do:
// EVENKEEL_FAIL_POINT=name[:nth]. Costs one comparison where the variable is not set.
#pragma once

#include <string_view>
#include <vector>

namespace core {

void fail_point(std::string_view name);
// Every name that `fail_point` accepts; a name that is not in this table is a bug (CHECK).
const std::vector<std::string_view>& fail_point_names();

}  // namespace core
