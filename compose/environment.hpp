// env_file and label_file of a service, read and merged into `environment` and `labels`; the
// service's own values win.
#pragma once

#include "compose/layers.hpp"

namespace compose {

// Where a config or secret declared by `environment` keeps its value.
inline constexpr const char* content_from_environment = "x-#value";

void read_service_files(Value& service, const Path& path, const Surroundings& around,
                        Problems& problems);

}  // namespace compose
