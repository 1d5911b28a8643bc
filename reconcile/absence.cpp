#include "reconcile/absence.hpp"

namespace reconcile {
namespace {

// At its boot, of its own accord. It remembers the stops of its own clients alone: what we stopped
// may have been down before, for another reason.
bool engine_may_have_started(const model::Container& container, const model::Intent& intent) {
  return intent.set_by != model::SetBy::engine || may_start_at_boot(container.restart_policy);
}

}  // namespace

std::vector<OwnersStart> starts_while_away(const model::Deployment& deployment,
                                           const model::Observation& seen, const Absence& absence) {
  std::vector<OwnersStart> found;
  const auto times = absence.by_engine();
  for (const auto& container : seen.containers) {
    const auto service = container.service();
    if (container.project() != deployment.name || container.oneoff() ||
        deployment.find(service) == nullptr)
      continue;
    const auto& intent = deployment.intent_of(service);
    const bool runs = container.state == model::ContainerState::running &&
                      times.is_before(absence.from + absence.engine_ahead, container.started_at);
    if (!runs || intent.state == model::IntentState::running) continue;
    if (times.is_not_before(intent.at + absence.engine_ahead, container.started_at)) continue;
    if (absence.new_engine && engine_may_have_started(container, intent)) continue;
    found.push_back({service, container.id, container.started_at});
  }
  return found;
}

bool stop_is_suspected(const model::Deployment& deployment, const model::Container& container,
                       const Absence& absence) {
  const auto service = container.service();
  if (container.project() != deployment.name || container.oneoff() ||
      deployment.find(service) == nullptr)
    return false;
  if (container.state != model::ContainerState::exited || !container.ever_started() ||
      !container.error.empty())
    return false;
  if (deployment.intent_of(service).state == model::IntentState::stopped) return false;
  // Power was lost, or it ended before we last looked and was left so: no news.
  const auto from = absence.from + absence.engine_ahead;
  return container.exit_code != 255 && !absence.by_engine().is_before(container.finished_at, from);
}

bool ended_like_a_stop(int exit_code) {
  return exit_code == 0 || exit_code == 137 || exit_code == 143 || exit_code == 130;
}

bool may_start_at_boot(const model::RestartPolicy& policy) {
  const auto mode = policy.effective();
  return mode == model::RestartMode::always || mode == model::RestartMode::on_failure;
}

std::set<model::ContainerId> up_among(const std::vector<model::Container>& containers) {
  std::set<model::ContainerId> up;
  for (const auto& container : containers) {
    if (container.is_up()) up.insert(container.id);
  }
  return up;
}

FirstLook first_look_of(const model::Deployment& deployment, const model::Observation& seen) {
  FirstLook look;
  for (const auto& [service, spec] : deployment.current.spec->services) {
    if (deployment.intent_of(service).state == model::IntentState::stopped) continue;
    if (deployment.facts.contains(service) && deployment.facts.at(service).completed) continue;
    int up = 0;
    for (const auto& container : seen.containers) {
      if (container.project() == deployment.name && container.service() == service &&
          !container.oneoff() && container.is_up())
        ++up;
    }
    if (up >= spec.scale)
      look.came_back.insert(service);
    else
      look.down.emplace(service, up);
  }
  return look;
}

}  // namespace reconcile
