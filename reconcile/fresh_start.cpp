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

core::MonoTime running_since(const model::Container& container, const ContainerMemory& memory,
                             core::MonoTime seen_at, const WallOrder& by_engine,
                             core::MonoTime now) {
  if (const auto age = by_engine.age(container.started_at)) return now - *age;
  return memory.up ? memory.up_since : seen_at;
}

std::optional<core::MonoTime> fresh_until(const model::Deployment& deployment,
                                          const model::Observation& seen, const Memory& memory,
                                          core::Milliseconds proof, core::Instant now,
                                          core::Milliseconds engine_ahead) {
  const WallOrder by_engine(now.wall + engine_ahead);
  std::optional<core::MonoTime> latest;
  for (const auto& container : seen.containers) {
    if (container.state != model::ContainerState::running ||
        container.health != model::Health::none || !has_to_go_on(deployment, container))
      continue;
    const auto& known = memory.of(container.service(), container.id);
    const auto until = running_since(container, known, seen.at.mono, by_engine, now.mono) + proof;
    if (until > now.mono && (!latest || *latest < until)) latest = until;
  }
  return latest;
}

}  // namespace reconcile
