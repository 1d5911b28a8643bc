// What a pass tells others: phases, the end of a deletion, and the state that other deployments
// depend on.
#include "core/text.hpp"
#include "reconcile/event_codec.hpp"
#include "reconcile/loop.hpp"

namespace reconcile {
namespace {

constexpr int crash_loop_deaths = 3;

model::Event deployment_event(const model::DeploymentName& name, std::string type,
                              model::Severity severity, core::WallTime at, std::string message) {
  model::Event event;
  event.deployment = name;
  event.type = std::move(type);
  event.severity = severity;
  event.at = at;
  event.message = std::move(message);
  return event;
}

// How its services are, as others that depend on them need to know it.
ForeignStates states_of(const model::Deployment& deployment, const Track& track) {
  ForeignStates states;
  if (track.plan.services.empty()) {  // not planned yet
    for (const auto& [service, spec] : deployment.current.spec->services)
      states[deployment.name + "/" + service].comes = true;
  }
  for (const auto& verdict : track.plan.services) {
    using enum model::ServicePhase;
    ForeignState state;
    state.started =
        verdict.phase == running || verdict.phase == unhealthy || verdict.phase == starting;
    state.healthy = verdict.phase == running;
    state.completed = verdict.phase == completed;
    state.stopped_on_purpose = verdict.phase == stopped || verdict.phase == paused;
    state.up_to_owner = verdict.up_to_owner;
    state.left_as_is = verdict.left_as_is;
    const bool unclear =
        verdict.phase == unknown && track.unseen_because.empty() && !deployment.deleting;
    state.comes = unclear || track.outlook.coming.contains(verdict.service);
    states[deployment.name + "/" + verdict.service] = state;
  }
  return states;
}

// Absent is as good as not started.
std::set<std::string> changed_between(const ForeignStates& before, const ForeignStates& now) {
  std::set<std::string> changed;
  const auto state_in = [](const ForeignStates& states, const std::string& service) {
    const auto found = states.find(service);
    return found == states.end() ? ForeignState{} : found->second;
  };
  for (const auto* states : {&before, &now}) {
    for (const auto& [service, state] : *states) {
      if (!(state_in(before, service) == state_in(now, service))) changed.insert(service);
    }
  }
  return changed;
}

bool depends_on_any(const model::Deployment& deployment, const std::set<std::string>& services) {
  for (const auto& [service, spec] : deployment.current.spec->services) {
    for (const auto& on : model::foreign_dependencies_of(deployment, service).value) {
      if (services.contains(on.deployment + "/" + on.service)) return true;
    }
  }
  return false;
}

std::string left_behind(const Track& track) {
  std::vector<std::string> names;
  for (const auto& container : track.seen.containers) names.push_back(container.name);
  std::string text;
  if (!names.empty())
    text = "; left as they are, for they were not given to evenkeel: " + core::join(names, ", ");
  std::vector<std::string> used;
  for (const auto& [object, attempts] : track.memory.objects) {
    if (is_left_to_others(attempts)) used.push_back(object.substr(object.find(' ') + 1));
  }
  if (!used.empty()) text += "; left, for others use them: " + core::join(used, ", ");
  return text;
}

bool has_completed(const model::Deployment& deployment, const model::ServiceName& service) {
  const auto facts = deployment.facts.find(service);
  return facts != deployment.facts.end() && facts->second.completed.has_value();
}

}  // namespace

awaitable<void> Loop::finish_delete(model::DeploymentName name) {
  const auto turn = co_await ports_.ledger.turn();
  const auto* deployment = ports_.ledger.find(name);
  if (deployment == nullptr || !deployment->deleting) co_return;
  std::vector<Change> changes;
  changes.emplace_back(RemoveDeployment{name});
  auto committed = co_await ports_.ledger.commit(std::move(changes));
  if (!committed) co_return;
  auto* track = find(name);
  if (track == nullptr) co_return;
  track->gone = true;
  wake(name);
  ports_.events.record(deployment_event(
      name, "deployment.deleted", model::Severity::info, ports_.clock.now().wall,
      name + " was deleted: its containers and networks are removed" + left_behind(*track)));
}

void Loop::publish(const model::DeploymentName& name) {
  say_phase(name);
  say_loops(name);
  wake_dependents(name);
  if (listener_ != nullptr) listener_->on_pass(name);
}

// Once a loop, from its third death in a row until its containers have run long enough.
void Loop::say_loops(const model::DeploymentName& name) {
  auto* track = find(name);
  const auto* deployment = ports_.ledger.find(name);
  if (track == nullptr || deployment == nullptr) return;
  for (const auto& [service, memory] : track->memory.services) {
    if (has_completed(*deployment, service)) continue;  // its last end is none of the deaths
    int deaths = 0, code = 0;
    for (const auto& [id, container] : memory.containers) {
      if (container.deaths <= deaths) continue;
      deaths = container.deaths;
      code = container.last_exit_code;
    }
    if (deaths == 0) track->said_looping.erase(service);
    if (deaths < crash_loop_deaths || !track->said_looping.insert(service).second) continue;
    auto event = deployment_event(
        name, "service.crash_looping", model::Severity::warning, ports_.clock.now().wall,
        service + " died " + std::to_string(deaths) + " times in a row, the last time with " +
            std::to_string(code));
    event.service = service;
    event.data = event_data(
        {{"deaths", static_cast<long long>(deaths)}, {"exit_code", static_cast<long long>(code)}});
    ports_.events.record(std::move(event));
  }
}

// The engine had started at its own boot what is stopped on purpose.
void Loop::say_enforced(const model::DeploymentName& name, const model::Step& step) {
  const auto* deployment = ports_.ledger.find(name);
  const auto* track = find(name);
  if (deployment == nullptr || track == nullptr || !track->recovery || deployment->deleting) return;
  if (deployment->find(step.service) == nullptr ||
      deployment->intent_of(step.service).state != model::IntentState::stopped)
    return;
  auto event = deployment_event(
      name, "intent.enforced", model::Severity::info, ports_.clock.now().wall,
      step.service + " runs although it is stopped on purpose: it is stopped again");
  event.service = step.service;
  ports_.events.record(std::move(event));
}

void Loop::say_phase(const model::DeploymentName& name) {
  auto* track = find(name);
  const auto* deployment = ports_.ledger.find(name);
  if (track == nullptr || deployment == nullptr || !surroundings_.engine_up || !track->looked)
    return;
  const bool asked = track->unanswered;
  if (track->plan.converged) {
    note_converged(track->memory);
    auto images = converged_images(*deployment, track->seen);
    if (!images.empty()) ports_.ledger.commit_behind(std::move(images));
    track->unanswered = false;
  }
  const bool bad = track->plan.phase == model::DeploymentPhase::degraded ||
                   track->plan.phase == model::DeploymentPhase::failed;
  if (!track->plan.converged && !bad) return;
  // What its owner asked for is answered, also where all was well before.
  const bool answers = asked && track->plan.converged;
  if (track->said_converged == track->plan.converged && !answers) return;
  track->said_converged = track->plan.converged;
  std::string why;
  std::vector<std::string> ill;
  for (const auto& service : track->plan.services) {
    const bool fine = service.phase == model::ServicePhase::running ||
                      service.phase == model::ServicePhase::completed ||
                      service.phase == model::ServicePhase::stopped;
    if (!fine) ill.push_back(service.service);
    if (!service.why.empty() && !fine)
      why += (why.empty() ? "" : "; ") + service.service + ": " + service.why;
  }
  auto event = deployment_event(
      name, track->plan.converged ? "deployment.converged" : "deployment.degraded",
      track->plan.converged ? model::Severity::info : model::Severity::warning,
      ports_.clock.now().wall,
      track->plan.converged
          ? name + " is as it should be at generation " + std::to_string(track->planned_generation)
          : name + " is not as it should be: " + why);
  const auto generation = static_cast<long long>(track->planned_generation);
  event.data = track->plan.converged
                   ? event_data({{"generation", generation}})
                   : event_data({{"generation", generation}, {"services", std::move(ill)}});
  ports_.events.record(std::move(event));
}

void Loop::say_unseen(const model::DeploymentName& name, const std::string& why) {
  const auto* deployment = ports_.ledger.find(name);
  if (deployment == nullptr) return;
  auto event =
      deployment_event(name, "deployment.degraded", model::Severity::warning,
                       ports_.clock.now().wall, "nobody knows how " + name + " is: " + why);
  std::vector<std::string> services;
  for (const auto& [service, spec] : deployment->current.spec->services)
    services.push_back(service);
  const auto generation = static_cast<long long>(deployment->current.number);
  event.data = event_data({{"generation", generation}, {"services", std::move(services)}});
  ports_.events.record(std::move(event));
}

void Loop::say_breaker() {
  const bool is_open = breaker_.state() != Breaker::State::closed;
  if (is_open == said_breaker_) return;
  said_breaker_ = is_open;
  auto event =
      deployment_event("", "host.degraded", model::Severity::critical, ports_.clock.now().wall,
                       is_open ? std::to_string(breaker_.failed().size()) +
                                     " services failed within a minute: the engine or the "
                                     "host is the problem; they are started one at a time"
                               : "services no longer fail all at once");
  event.alert = model::Alert{"host/breaker", is_open};
  ports_.events.record(std::move(event));
}

// A chain across deployments comes up at once, and not with the next resync.
void Loop::wake_dependents(const model::DeploymentName& name) {
  const auto* own = ports_.ledger.find(name);
  const auto* track = own == nullptr ? nullptr : find(name);
  auto now = track == nullptr ? ForeignStates{} : states_of(*own, *track);
  const auto changed = changed_between(told_[name], now);
  told_[name] = std::move(now);
  if (track == nullptr) told_.erase(name);
  if (changed.empty()) return;
  for (const auto& [other, deployment] : ports_.ledger.desire().deployments) {
    if (other != name && depends_on_any(deployment, changed)) wake(other);
  }
}

std::set<model::ContainerId> undecided_of(const Track& track) {
  std::set<model::ContainerId> ids;
  for (const auto& [id, trail] : track.trails) {
    if (trail.judging) ids.insert(id);
  }
  for (const auto& [id, at] : track.untold.found_at()) ids.insert(id);
  return ids;
}

std::set<model::ContainerId> set_aside_of(const Track& track) {
  std::set<model::ContainerId> ids;
  for (const auto& [id, trail] : track.trails) {
    if (trail.judging && trail.last_kind == StopKind::one_of_several) ids.insert(id);
  }
  return ids;
}

ForeignStates foreign_states(const Ledger& ledger, const Tracks& tracks) {
  ForeignStates states;
  for (const auto& [name, track] : tracks) {
    const auto* deployment = ledger.find(name);
    if (deployment != nullptr) states.merge(states_of(*deployment, *track));
  }
  return states;
}

}  // namespace reconcile
