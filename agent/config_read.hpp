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

// Where the API may listen: nothing, or what is wrong with the address.
std::string listen_mistake(const std::string& address);

}  // namespace agent
