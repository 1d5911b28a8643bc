// What the watcher sees around the containers: networks that go, and the engine itself.
#include "reconcile/breaker_cause.hpp"
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
  const auto* deployment = ports_.ledger.find(subject.deployment);
  if (deployment == nullptr || deployment->find(subject.service) == nullptr) return;
  const auto now = ports_.clock.now();
  const auto& tracks = ports_.loop.tracks();
  BreakerFailure failure;
  failure.service = subject.deployment + "/" + subject.service;
  failure.dependency_ill = is_of_a_dependency(subject, ports_.ledger, tracks, now,
                                              ports_.loop.surroundings().engine_ahead);
  if (!ports_.loop.breaker().note_failure(failure, services_well(tracks), now.mono)) return;
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
    keep_removals(track->foreign);
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

void Watcher::foreign(const EngineEvent& event, const EventSubject& subject) {
  auto* track = ports_.loop.find(subject.deployment);
  const bool opened = !track->foreign.has_value();
  ForeignEvent change{"container", event.action, event.id, subject.service};
  const auto* seen = seen_in(*track, event.id);
  if (seen != nullptr && seen->stop_timeout_s)
    change.grace = std::chrono::seconds(*seen->stop_timeout_s);
  if (!note_foreign(track->foreign, change, ports_.clock.now())) return;
  if (asked_since(event, subject, model::IntentState::running))
    track->foreign->taken.erase(event.id);
  track->fresh = false;
  if (opened) ports_.loop.wake(subject.deployment);
}

}  // namespace reconcile
