// What a probe says of a look at files that hangs with their disk.
#pragma once

#include "core/io/file_look.hpp"
#include "monitor/checks/probe.hpp"

#include <string>

namespace monitor {

using core::FileLook;
using core::Looked;

// What a look that came to nothing says of `subject`.
Finding hung(const std::string& subject, const core::Error& error);

}  // namespace monitor
