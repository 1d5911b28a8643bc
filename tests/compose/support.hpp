// Loading from text in tests.
#pragma once

#include "compose/load.hpp"

namespace compose_tests {

using Files = std::map<std::string, std::string>;  // name below /srv/shop -> text

// Loads `files["compose.yaml"]` of the project directory /srv/shop; `environment` is the process's.
core::Result<compose::Loaded> load(const Files& files,
                                   const compose::Environment& environment = {});
core::Result<compose::Loaded> load(const std::string& compose_yaml,
                                   const compose::Environment& environment = {});

// The error's text; "" where it loads.
std::string error_of(const std::string& compose_yaml);

}  // namespace compose_tests
