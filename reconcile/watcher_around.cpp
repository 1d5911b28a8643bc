// What the watcher sees around the containers: networks that go, and the engine itself.
#include "reconcile/watcher.hpp"

#include <algorithm>

namespace reconcile {

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
    if (track->foreign) (void)note_foreign(track->foreign, change, ports_.clock.now());
    ports_.loop.wake(name);
  }
}

void Watcher::on_lost() {
  for (const auto& [name, track] : ports_.loop.tracks()) {
    note_engine_lost(track->memory);
    track->fresh = false;
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
      if (trail.evidence.stopped && trail.evidence.engine_lost &&
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
