// The environment of the process, as an argument: what depends on it is tested with one of its own.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace core {

// The value of a variable; nothing where it is not set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;
Environment process_environment();

}  // namespace core
