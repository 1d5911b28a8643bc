#include "agent/judge_policy.hpp"

#include "monitor/checks/judge_policy.hpp"

#include <utility>

namespace agent {

std::vector<api::FieldError> judge_policy(const model::PolicyLayer& layer) {
  std::vector<api::FieldError> errors;
  for (auto& mistake : monitor::judge_policy(layer))
    errors.push_back({std::move(mistake.path), std::move(mistake.message)});
  return errors;
}

}  // namespace agent
