#include "agent/service_states.hpp"

#include <algorithm>
#include <map>
#include <string_view>

namespace agent {
namespace {

using monitor::Duty;
using monitor::ServiceSight;

struct Replicas {
  int well = 0;  // that run, and of which no check of the engine's or of ours says otherwise
  core::WallTime started_at;
};
using ReplicasByService = std::map<std::string_view, Replicas>;

// Every few seconds, of every service: only what has a record is counted, and no text is copied.
ReplicasByService replicas_of(const model::Deployment& deployment,
                              const std::vector<model::Container>& containers) {
  ReplicasByService found;
  for (const auto& container : containers) {
    const auto record = deployment.containers.find(container.id);
    if (record == deployment.containers.end()) continue;
    auto& replicas = found[record->second.service];
    const bool runs = container.state == model::ContainerState::running;
    if (runs && container.is_well()) ++replicas.well;
    replicas.started_at = std::max(replicas.started_at, container.started_at);
  }
  return found;
}

bool is_left_alone(const model::ServiceVerdict& verdict) {
  using enum model::ServicePhase;
  return verdict.up_to_owner || verdict.phase == paused || verdict.phase == completed ||
         verdict.phase == stopped;
}

// While a service is replaced, waits or has to prove itself, those that run do its work.
bool is_up(const model::ServiceVerdict& verdict, const Replicas& replicas, int scale) {
  using enum model::ServicePhase;
  if (verdict.phase == running) return true;
  return verdict.phase != unhealthy && replicas.well >= scale;
}

ServiceSight sight_of(const model::Deployment& deployment, const model::Service& service,
                      const model::ServiceVerdict& verdict, const Replicas& replicas,
                      const Unproven& unproven) {
  const bool wanted = deployment.intent_of(service.name).state == model::IntentState::running;
  if (!wanted || deployment.deleting) return {Duty::not_due, replicas.started_at};
  if (verdict.phase == model::ServicePhase::unknown) return {};
  if (is_left_alone(verdict)) return {Duty::not_due, replicas.started_at};
  // After each restart a check counts anew; that says nothing of its service being well.
  const bool up =
      is_up(verdict, replicas, service.scale) && !unproven(deployment.name, service.name);
  return {up ? Duty::up : Duty::down, replicas.started_at};
}

// What was seen before the engine, or the agent, came back says nothing of now.
bool is_seen(const reconcile::Track* track, bool engine_up) {
  return engine_up && track != nullptr && track->looked && !track->unseen_since_return &&
         track->problem.empty();
}

}  // namespace

void each_service_of(const model::Deployment& deployment, const reconcile::Track* track,
                     bool engine_up, const Unproven& unproven,
                     const monitor::ServiceStates::Each& each) {
  if (!is_seen(track, engine_up)) {
    for (const auto& [name, service] : deployment.current.spec->services)
      each(deployment.name, name, ServiceSight{});
    return;
  }
  const auto replicas = replicas_of(deployment, track->seen.containers);
  const auto& verdicts = track->plan.services;
  for (const auto& [name, service] : deployment.current.spec->services) {
    const auto verdict =
        std::lower_bound(verdicts.begin(), verdicts.end(), name,
                         [](const model::ServiceVerdict& one, const model::ServiceName& other) {
                           return one.service < other;
                         });
    // Given a moment ago, and not planned for yet.
    const bool planned = verdict != verdicts.end() && verdict->service == name;
    const auto of_it = replicas.find(name);
    const auto those = of_it == replicas.end() ? Replicas() : of_it->second;
    each(deployment.name, name,
         planned ? sight_of(deployment, service, *verdict, those, unproven) : ServiceSight{});
  }
}

core::WallTime ended_at_of(const model::Deployment& deployment, const reconcile::Track& track,
                           const model::ServiceName& service) {
  core::WallTime newest;
  for (const auto& container : track.seen.containers) {
    const auto record = deployment.containers.find(container.id);
    if (record != deployment.containers.end() && record->second.service == service)
      newest = std::max(newest, container.finished_at);
  }
  return newest;
}

void ServiceStates::each_service(const Each& each) const {
  const bool engine_up = loop_.surroundings().engine_up;
  const auto& tracks = loop_.tracks();
  const Unproven unproven = [this](const model::DeploymentName& deployment,
                                   const model::ServiceName& service) {
    return runner_ != nullptr && runner_->is_unproven(deployment, service);
  };
  for (const auto& [name, deployment] : ledger_.desire().deployments) {
    const auto track = tracks.find(name);
    each_service_of(deployment, track == tracks.end() ? nullptr : track->second.get(), engine_up,
                    unproven, each);
  }
}

core::WallTime ServiceStates::ended_at(const model::DeploymentName& deployment,
                                       const model::ServiceName& service) const {
  const auto& deployments = ledger_.desire().deployments;
  const auto found = deployments.find(deployment);
  const auto track = loop_.tracks().find(deployment);
  if (found == deployments.end() || track == loop_.tracks().end()) return {};
  return ended_at_of(found->second, *track->second, service);
}

}  // namespace agent
