#include "reconcile/breaker_cause.hpp"

#include "reconcile/budget.hpp"
#include "reconcile/fresh_start.hpp"
#include "reconcile/plan_gates.hpp"
#include "reconcile/plan_look.hpp"

#include <algorithm>

namespace reconcile {
namespace {

bool counts_as_well(const model::ServiceVerdict& verdict) {
  return verdict.phase == model::ServicePhase::running ||
         verdict.phase == model::ServicePhase::completed;
}

bool is_planned_well(const Track& track, const model::ServiceName& service) {
  const auto& all = track.plan.services;
  return std::any_of(all.begin(), all.end(), [&](const model::ServiceVerdict& verdict) {
    return verdict.service == service && counts_as_well(verdict);
  });
}

// Who talks to it may die of that some seconds after it is well again.
bool was_shaken(const Track& track, const model::Deployment& deployment,
                const model::ServiceName& service, core::Instant now,
                core::Milliseconds engine_ahead) {
  const WallOrder by_engine(now.wall + engine_ahead);
  const auto& seen = track.seen.containers;
  const bool started =
      std::any_of(seen.begin(), seen.end(), [&](const model::Container& container) {
        return service_of(deployment, container) == service &&
               now.mono - running_since(container, track.memory.of(service, container.id),
                                        track.seen.at.mono, by_engine, now.mono) <
                   breaker_window;
      });
  if (started) return true;
  const auto memory = track.memory.services.find(service);
  if (memory == track.memory.services.end()) return false;
  const auto& remembered = memory->second.containers;
  return std::any_of(remembered.begin(), remembered.end(), [&](const auto& entry) {
    return entry.second.deaths > 0 && now.mono - entry.second.last_death < breaker_window;
  });
}

}  // namespace

bool is_of_a_dependency(const EventSubject& failed, const Ledger& ledger, const Tracks& tracks,
                        core::Instant now, core::Milliseconds engine_ahead) {
  const auto* deployment = ledger.find(failed.deployment);
  const auto* service = deployment == nullptr ? nullptr : deployment->find(failed.service);
  if (service == nullptr) return false;
  const auto explains = [&](const model::DeploymentName& of, const model::ServiceName& name) {
    const auto track = tracks.find(of);
    const auto* on = ledger.find(of);
    return track == tracks.end() || on == nullptr || !is_planned_well(*track->second, name) ||
           was_shaken(*track->second, *on, name, now, engine_ahead);
  };
  for (const auto& [name, dependency] : dependencies_of(*service))
    if (explains(failed.deployment, name)) return true;
  for (const auto& on : model::foreign_dependencies_of(*deployment, failed.service).value)
    if (explains(on.deployment, on.service)) return true;
  return false;
}

int services_well(const Tracks& tracks) {
  int well = 0;
  for (const auto& [name, track] : tracks) {
    well += static_cast<int>(std::count_if(
        track->plan.services.begin(), track->plan.services.end(),
        [](const model::ServiceVerdict& verdict) { return counts_as_well(verdict); }));
  }
  return well;
}

}  // namespace reconcile
