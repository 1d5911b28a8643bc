// What is wrong in the policy keys of others' parts, as the API tells it.
#pragma once

#include "api/policy_errors.hpp"
#include "model/policy.hpp"

#include <vector>

namespace agent {

// Empty: nothing is wrong. Pure.
std::vector<api::FieldError> judge_policy(const model::PolicyLayer& layer);

}  // namespace agent
