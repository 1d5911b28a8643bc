// What a look and the desired state lead to, and how far earlier passes are with it.
#include "reconcile/loop.hpp"
#include "reconcile/plan.hpp"

#include <algorithm>

namespace reconcile {
namespace {

std::set<model::ServiceName> unproven_services(const model::Observation& seen) {
  std::set<model::ServiceName> services;
  for (const auto& container : seen.containers)
    if (container.unproven) services.insert(container.service());
  return services;
}

bool serves(const model::Plan& plan, const std::vector<bool>& now, std::size_t index) {
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const auto& after = plan.steps[i].after;
    if (now[i] && std::find(after.begin(), after.end(), index) != after.end()) return true;
  }
  return false;
}

// Done without what follows, it would be done again in every pass: the pull of an image that is
// there, and the container that is to take the place of one that goes on.
bool is_for_what_follows(const model::Step& step, const model::Observation& seen) {
  const auto* create = std::get_if<model::CreateContainer>(&step.action);
  const auto* image = pulled_by(step);
  return (create != nullptr && !create->replaces.empty()) ||
         (image != nullptr && seen.images.contains(*image));
}

// From behind: the pull waits with the container that waits with the stop.
void postpone_idle(model::Plan& plan, const model::Observation& seen) {
  for (std::size_t i = plan.steps.size(); i-- > 0;) {
    if (!is_for_what_follows(plan.steps[i], seen)) continue;
    const auto now = runnable(plan);
    if (now[i] && !serves(plan, now, i)) plan.steps[i].under_way = true;
  }
}

// As under a hold, what a pass had taken down comes back, and nothing else is touched.
model::Hold until_released(const model::DeploymentName& name, core::WallTime now) {
  model::Hold hold;
  hold.deployment = name;
  hold.by = "evenkeel";
  hold.reason = "it is being released";
  hold.from = now;
  hold.until = now + std::chrono::minutes(10);
  return hold;
}

// They are seen because they bear a name that this deployment is to have, or are on a network of
// it.
std::map<model::ContainerId, std::string> owned_elsewhere(const Ledger& ledger,
                                                          const model::Deployment& deployment,
                                                          const model::Observation& seen) {
  std::map<model::ContainerId, std::string> owners;
  const auto note = [&](const model::ContainerId& id) {
    if (deployment.containers.contains(id)) return;
    for (const auto& [name, other] : ledger.desire().deployments) {
      const auto record = other.containers.find(id);
      if (name != deployment.name && record != other.containers.end())
        owners[id] = name + "/" + record->second.service;
    }
  };
  for (const auto& container : seen.containers) note(container.id);
  for (const auto& network : seen.networks)
    if (network.attached)
      for (const auto& [id, name] : *network.attached) note(id);
  return owners;
}

}  // namespace

Scene Loop::scene_of(const model::Deployment& deployment, const model::Observation& seen,
                     const Track& track) const {
  Scene scene{deployment, seen, track.memory, settings_.plan, ports_.clock.now()};
  for (const auto& [id, hold] : ports_.ledger.desire().holds) scene.holds.push_back(hold);
  if (track.releasing) scene.holds.push_back(until_released(deployment.name, scene.now.wall));
  if (track.foreign) scene.foreign = work_of(*track.foreign, settings_.plan);
  scene.undecided = undecided_of(track);
  scene.set_aside = set_aside_of(track);
  scene.engine_ahead = surroundings_.engine_ahead;
  scene.to_restart = asked_to_restart(deployment, seen, scene.by_engine());
  scene.to_replace = asked_to_replace(deployment, seen, scene.by_engine());
  scene.others = foreign_states(ports_.ledger, tracks_);
  scene.elsewhere = owned_elsewhere(ports_.ledger, deployment, seen);
  scene.recovery = track.recovery;
  scene.owner_asked = track.owner_asked;
  scene.unanswered = track.unanswered;
  scene.allowance = allowance_of(budget_, breaker_, scene.now.mono);
  scene.allowance_changes_at = budget_.free_at(scene.now.mono);
  if (!scene.allowance_changes_at) scene.allowance_changes_at = breaker_.changes_at();
  if (turn_ != deployment.name || !executor_of_steps_.left_of(turn_).empty()) scene.turn_of = turn_;
  scene.booted_at = surroundings_.booted_at;
  scene.engine_started_at = surroundings_.engine_started_at;
  return scene;
}

// What an earlier run is at is not begun again, and nothing counts as settled before its end.
void Loop::note_under_way(const model::DeploymentName& name, const Track& track,
                          model::Plan& plan) const {
  const auto left = executor_of_steps_.left_of(name);
  const auto& at_look = track.under_way_at_look;
  for (auto& step : plan.steps) {
    const auto hinders = [&](const model::Step& other) { return hinders_step(other, step); };
    step.under_way = std::any_of(left.begin(), left.end(), hinders) ||
                     std::any_of(at_look.begin(), at_look.end(), hinders);
  }
  postpone_idle(plan, track.seen);
  if (left.empty() || !plan.converged) return;
  plan.converged = false;
  plan.phase = model::DeploymentPhase::converging;
}

void Loop::make_plan(const model::DeploymentName& name) {
  const auto* deployment = ports_.ledger.find(name);
  auto* track = find(name);
  if (deployment == nullptr || track == nullptr) return;
  breaker_.tick(ports_.clock.now().mono);
  say_breaker();
  // Of what cannot be looked at the last plan says enough; perhaps planning is what fails.
  const auto scene = scene_of(*deployment, track->seen, *track);
  if (track->unseen_because.empty() || track->plan.services.empty()) track->plan = plan(scene);
  note_under_way(name, *track, track->plan);
  track->outlook = outlook_of(track->plan, scene);
  if (!executor_of_steps_.left_of(name).empty()) track->outlook.at_rest = false;
  track->planned_at = ports_.clock.now();
  track->planned_generation = deployment->current.number;
  track->planned_wish = ports_.ledger.wish_of(name);
  if (!surroundings_.engine_up || !track->looked || !track->unseen_because.empty()) {
    track->plan.steps.clear();
    track->plan.converged = false;
    track->outlook = {};
    track->plan.phase = model::DeploymentPhase::unknown;
    for (auto& service : track->plan.services) {
      service.phase = model::ServicePhase::unknown;
      if (!track->unseen_because.empty()) service.why = track->unseen_because;
    }
  }
  const auto unproven = unproven_services(track->seen);
  for (const auto& service : track->plan.services) {
    const bool well = service.phase == model::ServicePhase::running ||
                      service.phase == model::ServicePhase::completed;
    if (well && !unproven.contains(service.service))
      breaker_.note_well(name + "/" + service.service);
  }
}

}  // namespace reconcile
