// Environment files (`.env`, `env_file`, `label_file`) as Docker Compose reads them.
#pragma once

#include "core/result.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace compose {

// The value of a variable from outside the file, consulted before the file's own.
using Lookup = std::function<std::optional<std::string>(const std::string&)>;

// Adds what `text` says to `variables`; later lines win. Errors name the line.
core::Status read_env_file(std::string_view text, const Lookup& lookup,
                           std::map<std::string, std::string>& variables);

}  // namespace compose
