// From YAML values to the configuration.
#pragma once

#include "agent/config.hpp"
#include "core/yaml_map.hpp"

#include <string>

namespace agent {

// Reads every key that exists over the defaults in `config`; what is wrong is in `reading`.
void read_config(core::YamlReading& reading, const core::YamlValue& document, Config& config);

// The policy keys, which are the same for a deployment and for a service.
void read_policy(core::YamlMap& map, model::PolicyLayer& policy);

void read_monitor(core::YamlMap& map, monitor::Settings& monitor);

void read_api(core::YamlMap& map, ApiConfig& api);

// A path that would depend on where the agent was started is a mistake; an empty text stands for
// the default where that is empty. False where there was a mistake.
bool read_path(core::YamlMap& map, const std::string& key, std::string& into);

}  // namespace agent
