// What is wrong in the policy keys that a loader keeps as they are (`spikes`, `checks`), for those
// who know them.
#pragma once

#include "api/problem.hpp"
#include "model/spec.hpp"

#include <functional>
#include <vector>

namespace api {

// The mistakes of one layer: `path` begins with the key, "checks.ready.url".
using JudgePolicy = std::function<std::vector<FieldError>(const model::PolicyLayer& layer)>;

// Those of all layers of a spec, each with its whole path:
// "services.web.x-evenkeel.checks.ready.url". None where `judge` is empty. Pure.
std::vector<FieldError> policy_errors(const model::Spec& spec, const JudgePolicy& judge);

}  // namespace api
