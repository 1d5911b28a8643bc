#include "agent/circumstances.hpp"

#include <algorithm>

namespace agent {

bool Circumstances::is_held(const model::DeploymentName& deployment,
                            const model::ServiceName& service) const {
  const auto now = clock_.now().wall;
  const auto& holds = ledger_.desire().holds;
  return std::any_of(holds.begin(), holds.end(), [&](const auto& entry) {
    return entry.second.until > now && entry.second.covers(deployment, service);
  });
}

model::Criticality Circumstances::criticality(const model::DeploymentName& deployment,
                                              const model::ServiceName& service) const {
  const auto* found = ledger_.find(deployment);
  return found == nullptr ? model::Criticality::standard : criticality_for(*found, service);
}

std::optional<core::WallTime> Circumstances::next_attempt_at(
    const model::DeploymentName& deployment, const model::ServiceName& service) const {
  const auto track = loop_.tracks().find(deployment);
  if (track == loop_.tracks().end()) return std::nullopt;
  return next_attempt_in(track->second->plan, service, clock_.now());
}

std::optional<core::WallTime> next_attempt_in(const model::Plan& plan,
                                              const model::ServiceName& service,
                                              core::Instant now) {
  for (const auto& verdict : plan.services) {
    if (verdict.service != service || !verdict.next_attempt) continue;
    return now.wall + std::max(core::Milliseconds{0}, *verdict.next_attempt - now.mono);
  }
  return std::nullopt;
}

model::Criticality criticality_for(const model::Deployment& deployment,
                                   const model::ServiceName& service) {
  const auto& services = deployment.current.spec->services;
  if (!service.empty()) {
    return services.contains(service) ? model::criticality_of(deployment, service).value
                                      : model::Criticality::standard;
  }
  auto highest = model::Criticality::optional;
  for (const auto& [name, of] : services)
    highest = std::min(highest, model::criticality_of(deployment, name).value);
  return services.empty() ? model::Criticality::standard : highest;
}

}  // namespace agent
