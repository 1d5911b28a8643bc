#include "reconcile/fresh_start.hpp"

#include <algorithm>

namespace reconcile {
namespace {

bool has_to_go_on(const model::Deployment& deployment, const model::Container& container) {
  const auto service = container.service();
  return container.project() == deployment.name && !container.oneoff() &&
         deployment.find(service) != nullptr &&
         deployment.intent_of(service).state == model::IntentState::running &&
         model::kind_of(deployment, service).value == model::ServiceKind::service;
}

}  // namespace

std::optional<core::MonoTime> fresh_until(const model::Deployment& deployment,
                                          const model::Observation& seen, const Memory& memory,
                                          core::Milliseconds proof, core::Instant now,
                                          core::Milliseconds engine_ahead) {
  const auto by_engine = now.wall + engine_ahead;
  std::optional<core::MonoTime> latest;
  for (const auto& container : seen.containers) {
    if (container.state != model::ContainerState::running ||
        container.health != model::Health::none || !has_to_go_on(deployment, container))
      continue;
    const bool ahead = container.started_at > by_engine;
    const auto& known = memory.of(container.service(), container.id);
    const auto since = known.up ? known.up_since : seen.at.mono;
    const auto until =
        ahead ? since + proof : now.mono + (container.started_at + proof - by_engine);
    if (until > now.mono && (!latest || *latest < until)) latest = until;
  }
  return latest;
}

}  // namespace reconcile
