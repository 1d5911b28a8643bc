// What the watcher sees around the containers: networks that go, and the engine itself.
#include "reconcile/watcher.hpp"

#include <algorithm>

namespace reconcile {
namespace {

constexpr core::Milliseconds probe_limit{2'000}, probe_pause{5'000};

}  // namespace

void Watcher::on_network(const EngineEvent& event) {
  const auto name_entry = event.attributes.find("name");
  if (name_entry == event.attributes.end()) return;
  for (const auto& [name, track] : ports_.loop.tracks()) {
    const auto* deployment = ports_.ledger.find(name);
    if (deployment == nullptr) continue;
    const auto& networks = deployment->current.spec->networks;
    const bool ours = std::any_of(networks.begin(), networks.end(), [&](const auto& n) {
      return n.second.name == name_entry->second;
    });
    if (!ours || event.action != "destroy") continue;
    track->fresh = false;  // the ids of what is attached may be stale now
    // Alone it is drift; as part of a change it may tell that it was `compose down`.
    const ForeignEvent change{"network", event.action, event.id, ""};
    const auto& services = deployment->current.spec->services;
    const bool overruled = std::any_of(services.begin(), services.end(), [&](const auto& entry) {
      EventSubject subject;
      subject.deployment = name;
      subject.service = entry.first;
      return asked_since(event, subject, model::IntentState::running);
    });
    if (track->foreign && !overruled)
      (void)note_foreign(track->foreign, change, ports_.clock.now());
    ports_.loop.wake(name);
  }
}

// Many deaths at once, under an engine that lives: the engine or the host is the problem, and
// starting everything again makes it worse.
void Watcher::note_failure(const EventSubject& subject) {
  int well = 0;
  std::map<std::string, bool> is_well;
  for (const auto& [name, track] : ports_.loop.tracks()) {
    for (const auto& verdict : track->plan.services) {
      const bool up = verdict.phase == model::ServicePhase::running ||
                      verdict.phase == model::ServicePhase::completed;
      is_well[name + "/" + verdict.service] = up;
      well += up ? 1 : 0;
    }
  }
  BreakerFailure failure;
  failure.service = subject.deployment + "/" + subject.service;
  const auto* deployment = ports_.ledger.find(subject.deployment);
  const auto* service = deployment == nullptr ? nullptr : deployment->find(subject.service);
  if (service == nullptr) return;
  failure.dependency_ill = std::any_of(
      service->depends_on.begin(), service->depends_on.end(), [&](const auto& dependency) {
        return !is_well[subject.deployment + "/" + dependency.first];
      });
  if (!ports_.loop.breaker().note_failure(failure, well, ports_.clock.now().mono)) return;
  ports_.loop.say_breaker();
  ports_.tasks.spawn("probe after the breaker", probe_after_breaker(this));
}

void Watcher::note_ailments(const model::DeploymentName& name) {
  for (const auto& service : ports_.loop.note_ailments(name)) {
    EventSubject subject;
    subject.deployment = name;
    subject.service = service;
    note_failure(subject);
  }
}

awaitable<void> Watcher::probe_after_breaker(Watcher* self) {
  for (;;) {
    const bool well = co_await self->ports_.session.alive(probe_limit);
    if (well) break;
    co_await core::wait_for(probe_pause);
  }
  self->ports_.loop.breaker().note_probed_well(self->ports_.clock.now().mono);
  self->ports_.loop.wake_all();
}

void Watcher::on_lost() {
  for (const auto& [name, track] : ports_.loop.tracks()) {
    note_engine_lost(track->memory);
    track->fresh = false;
    track->untold.clear();
    track->foreign.reset();
    for (auto& [id, trail] : track->trails) {
      trail.evidence.engine_lost = true;
      if (trail.judging) trail.news->notify();
    }
    ports_.loop.wake(name);
  }
}

bool Watcher::shutdown_seen() const {
  for (const auto& [name, track] : ports_.loop.tracks()) {
    for (const auto& [id, trail] : track->trails) {
      if (trail.evidence.stopped && trail.evidence.engine_lost && trail.evidence.marked != true &&
          !trail.evidence.second_answer.value_or(false))
        return true;
    }
  }
  return false;
}

void Watcher::say(const EventSubject& subject, const EngineEvent& event, std::string type,
                  model::Severity severity, std::string message, std::string data) {
  model::Event out;
  out.at = ports_.clock.now().wall;
  out.type = std::move(type);
  out.severity = severity;
  out.deployment = subject.deployment;
  out.service = subject.service;
  out.container = event.id;
  out.message = std::move(message);
  out.data = std::move(data);
  ports_.events.record(std::move(out));
}

}  // namespace reconcile
