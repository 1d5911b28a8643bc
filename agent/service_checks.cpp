#include "agent/service_checks.hpp"

#include <algorithm>
#include <utility>

namespace agent {
namespace {

bool is_held(const reconcile::Ledger& ledger, const model::DeploymentName& deployment,
             const model::ServiceName& service, core::WallTime now) {
  const auto& holds = ledger.desire().holds;
  return std::any_of(holds.begin(), holds.end(), [&](const auto& entry) {
    return entry.second.until > now && entry.second.covers(deployment, service);
  });
}

}  // namespace

std::vector<monitor::ServicePolicy> ServiceChecks::check_policies() const {
  const auto now = clock_.now().wall;
  std::vector<monitor::ServicePolicy> policies;
  for (const auto& [name, deployment] : ledger_.desire().deployments) {
    if (!deployment.current.spec || deployment.deleting) continue;
    for (const auto& [service, spec] : deployment.current.spec->services) {
      auto checks = model::later_of(deployment, service, "checks");
      if (checks.empty()) continue;
      policies.push_back({name, service, model::criticality_of(deployment, service).value,
                          std::move(checks), is_held(ledger_, name, service, now)});
    }
  }
  return policies;
}

std::string ServiceChecks::ailment_of(const model::DeploymentName& deployment,
                                      const model::Container& container) const {
  if (runner_ == nullptr) return "";
  return runner_->ailment(deployment, container.service(), container.id, container.started_at)
      .value_or("");
}

bool ServiceChecks::is_unproven(const model::DeploymentName& deployment,
                                const model::Container& container) const {
  return runner_ != nullptr && runner_->is_unproven(deployment, container.service());
}

}  // namespace agent
