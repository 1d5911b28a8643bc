// YAML values as JSON text and back: in this form a policy key of a part that reads it for itself
// is kept (model::PolicyLayer::later), whether it was written in YAML or in JSON. Pure.
#pragma once

#include "core/result.hpp"
#include "core/yaml_value.hpp"

#include <string>

namespace monitor {

inline constexpr int policy_depth_max = 64;

// Plain scalars that JSON has a form for (numbers, true, false) keep their type and their digits;
// everything else is a text, what came from a variable too.
std::string json_of(const core::YamlValue& value);

// The opposite: nothing is expanded, a dollar is a dollar. A text that reads like a whole number or
// a truth value may stand for one, as where a variable was put in. The values have no file and no
// line. Errors: invalid (no JSON, a key twice, a NUL, too deep).
core::Result<core::YamlValue> yaml_of(const std::string& json);

}  // namespace monitor
