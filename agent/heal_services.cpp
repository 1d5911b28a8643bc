#include "agent/heal_services.hpp"

#include "notify/plain_line.hpp"
#include "reconcile/plan_gates.hpp"
#include "reconcile/plan_look.hpp"

#include <algorithm>

namespace agent {
namespace {

using heal::ServiceNow;
using model::ServicePhase;

constexpr std::size_t probe_words_max = 200;

bool is_held_now(const std::map<std::int64_t, model::Hold>& holds, const ServiceNow& service,
                 core::WallTime now) {
  return std::any_of(holds.begin(), holds.end(), [&](const auto& entry) {
    return entry.second.until > now && entry.second.covers(service.deployment, service.service);
  });
}

// What was seen before the engine, or the agent, came back says nothing of now.
bool says_something(const reconcile::Track* track) {
  return track != nullptr && track->looked && !track->unseen_since_return && track->problem.empty();
}

void take_dependencies(ServiceNow& now, const model::Deployment& deployment,
                       const model::Service& service) {
  for (const auto& [name, dependency] : reconcile::dependencies_of(service))
    now.depends_on.push_back(name);
  for (const auto& on : model::foreign_dependencies_of(deployment, service.name).value)
    now.depends_on.push_back(on.deployment + "/" + on.service);
}

void take_fault(ServiceNow& now, const model::Fault& fault) {
  now.fault = model::name_of(fault.kind);
  now.fault_text = fault.text();
}

// Attempts whose end is known: the newest restart for health may still help, and so may the start
// after the newest death.
void take_memory(ServiceNow& now, const reconcile::ServiceMemory& memory) {
  const bool is_ill =
      now.phase == ServicePhase::unhealthy || now.phase == ServicePhase::needs_operator;
  now.failed_attempts = memory.failures;
  for (const auto& [id, container] : memory.containers) {
    const int remedies = is_ill ? container.remedies : container.remedies - 1;
    now.failed_attempts = std::max({now.failed_attempts, remedies, container.deaths - 1});
    now.deaths = std::max(now.deaths, container.deaths);
    if (container.hopeless) take_fault(now, *container.hopeless);
  }
  if (memory.failures > 0 && memory.last_fault) take_fault(now, *memory.last_fault);
}

// What it needs and shares with others fails for the whole deployment, and for it.
void take_objects(ServiceNow& now, const reconcile::Memory& memory, const model::Service& service) {
  std::vector<model::Action> made;
  for (const auto& [key, attachment] : service.networks)
    made.emplace_back(model::CreateNetwork{key});
  for (const auto& mount : service.volumes) {
    if (mount.type == model::MountType::volume)
      made.emplace_back(model::CreateVolume{mount.source});
  }
  for (const auto& action : made) {
    const auto object = reconcile::shared_object(action);
    const auto& attempts = memory.of_object(object);
    if (attempts.failures <= now.failed_attempts || !attempts.last_fault) continue;
    now.failed_attempts = attempts.failures;
    take_fault(now, *attempts.last_fault);
    now.fault_object = object.substr(object.find(' ') + 1);
  }
}

void take_verdict(ServiceNow& now, const model::ServiceVerdict& verdict, core::Instant at) {
  now.phase = verdict.phase;
  now.why = verdict.why;
  now.up_to_owner = verdict.up_to_owner || verdict.phase == ServicePhase::paused ||
                    verdict.phase == ServicePhase::changing_elsewhere;
  for (const auto& waiting : verdict.waiting_for) {
    // "db (healthy)"; a replica waits for its own service, too.
    auto name = waiting.substr(0, waiting.find(' '));
    if (name != now.service) now.waits_for.push_back(std::move(name));
  }
  if (verdict.next_attempt) {
    now.next_attempt_at =
        at.wall + std::chrono::duration_cast<core::Milliseconds>(*verdict.next_attempt - at.mono);
  }
}

// What people look at first where a health check fails. It is a program's output: one line of it,
// without what looks like a secret.
void take_last_probe(ServiceNow& now, const model::Deployment& deployment,
                     const model::Observation& seen) {
  const bool may_be_ill =
      now.phase == ServicePhase::unhealthy || now.phase == ServicePhase::needs_operator;
  if (!may_be_ill) return;
  for (const auto& container : seen.containers) {
    const bool says_why = container.is_up() && container.health == model::Health::unhealthy &&
                          container.check_failure.empty() && !container.health_log.empty();
    if (!says_why || reconcile::service_of(deployment, container) != now.service) continue;
    const auto said = notify::plain_line(container.health_log.back().output, probe_words_max);
    if (said.empty()) continue;
    now.why += "; its last probe said: " + said;
    return;
  }
}

const model::ServiceVerdict* verdict_on(const reconcile::Track& track,
                                        const model::ServiceName& service) {
  const auto& all = track.plan.services;
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const auto& verdict) { return verdict.service == service; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

void each_service_now(const model::Deployment& deployment, const reconcile::Track* track,
                      const std::map<std::int64_t, model::Hold>& holds, core::Instant now,
                      const heal::Services::Each& each) {
  if (!deployment.current.spec || deployment.deleting) return;
  for (const auto& [name, service] : deployment.current.spec->services) {
    ServiceNow one;
    one.deployment = deployment.name;
    one.service = name;
    one.criticality = model::criticality_of(deployment, name).value;
    one.wanted = deployment.intent_of(name).state == model::IntentState::running;
    one.deadline = model::deadline_of(deployment, name, core::Milliseconds(0)).value;
    take_dependencies(one, deployment, service);
    const auto* verdict = says_something(track) ? verdict_on(*track, name) : nullptr;
    if (verdict != nullptr) {
      take_verdict(one, *verdict, now);
      take_last_probe(one, deployment, track->seen);
      take_memory(one, track->memory.of(name));
      take_objects(one, track->memory, service);
    }
    one.up_to_owner = one.up_to_owner || !one.wanted || is_held_now(holds, one, now.wall);
    each(one);
  }
}

void HealServices::each_service(const Each& each) const {
  const auto now = clock_.now();
  const auto& desire = ledger_.desire();
  const auto& tracks = loop_.tracks();
  for (const auto& [name, deployment] : desire.deployments) {
    const auto track = tracks.find(name);
    each_service_now(deployment, track == tracks.end() ? nullptr : track->second.get(),
                     desire.holds, now, each);
  }
}

}  // namespace agent
