// The configuration from its files: evenkeel.yaml and conf.d/*.yaml beside it, or the one file that
// was named.
#pragma once

#include "agent/config.hpp"
#include "core/environment.hpp"
#include "core/result.hpp"

#include <optional>
#include <ostream>
#include <string>

namespace agent {

struct ConfigSource {
  std::optional<std::string> named;  // --config: then it must be there, and conf.d is not read
  core::Places places;
  core::Environment environment = core::process_environment();
  bool observe_only = false;  // --observe-only: at every reading, whatever the files say
};

// An absent default file is valid. The error's text has one line for each mistake, in the order of
// the files.
core::Result<Config> load_config(const ConfigSource& source);

// --check-config: prints "ok", or every mistake. Returns the exit code: 0 or 2.
int check_config(const ConfigSource& source, std::ostream& out, std::ostream& err);

// The full path of every key that can be written; a name that the user chose is `*`.
std::vector<std::string> config_keys();

}  // namespace agent
