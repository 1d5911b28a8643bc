#include "reconcile/restart_policy.hpp"

namespace reconcile {

bool policy_acts(const model::RestartPolicy& policy, int exit_code, int restarts) {
  switch (policy.effective()) {
    case model::RestartMode::no: return false;
    case model::RestartMode::always:
    case model::RestartMode::unless_stopped: return true;
    case model::RestartMode::on_failure: break;
  }
  return exit_code != 0 && (policy.max_retries == 0 || restarts < policy.max_retries);
}

}  // namespace reconcile
