// Checks by their names, as they are written: those of the host, and those of a service, which each
// layer of policy may write under the key `checks`. Pure.
#pragma once

#include "core/result.hpp"
#include "core/yaml_map.hpp"
#include "monitor/checks/check.hpp"

#include <map>
#include <string>
#include <vector>

namespace monitor {

using ChecksByName = std::map<std::string, Check>;

// What one place writes (`monitor.checks`, a layer of policy) over what the places farther away
// did: a check replaces the one of its name, null or `off` takes that out, `off` for the key itself
// all of them. `path` is that of the key. Mistakes are collected in `reading`.
void read_checks_layer(core::YamlReading& reading, const core::YamlValue& value,
                       const std::string& path, const Check& owner, ChecksByName& into);

// The same from JSON texts, the farthest layer first. By name. Errors: invalid, with all mistakes:
// "checks.ready.url: expected ...; checks.ready.fall: expected ...".
core::Result<std::vector<Check>> checks_of(const std::vector<std::string>& texts,
                                           const model::DeploymentName& deployment,
                                           const model::ServiceName& service,
                                           model::Criticality criticality);

}  // namespace monitor
