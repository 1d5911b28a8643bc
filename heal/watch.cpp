#include "heal/watch.hpp"

#include "core/io/timing.hpp"

#include <utility>

namespace heal {

awaitable<core::Status> Watch::load() {
  auto newest = co_await ports_.store.newest_incident();
  if (!newest) co_return newest.error();
  auto kept = co_await ports_.store.load_incidents(static_cast<int>(Shelf::incidents_max));
  if (!kept) co_return kept.error();
  book_.restore(std::move(*kept), *newest);
  loaded_ = true;
  co_return core::Status{};
}

void Watch::record(model::Event event) {
  if (!loaded_) return ports_.next.record(std::move(event));
  const auto now = ports_.clock.now();
  const bool stale = !looked_at_ || now.mono - *looked_at_ >= fresh_for;
  if (stale && services_ != nullptr && Book::is_sign(event)) look();
  auto noted = book_.note(std::move(event), now);
  // The row first: an id that an event bears is never given twice.
  store(std::exchange(noted.changes.incidents, {}));
  ports_.next.record(std::move(noted.event));
  hand_on(std::move(noted.changes));
}

void Watch::look() {
  if (services_ == nullptr || !loaded_) return;
  const auto now = ports_.clock.now();
  looked_at_ = now.mono;
  hand_on(book_.look(*services_, now));
}

awaitable<void> Watch::run() {
  for (;;) {
    look();
    co_await core::wait_for(look_interval);
  }
}

void Watch::hand_on(Changes changes) {
  store(changes.incidents);
  for (auto& event : changes.events) ports_.next.record(std::move(event));
}

void Watch::store(const std::vector<model::Incident>& incidents) {
  for (const auto& incident : incidents) ports_.store.put_incident_behind(incident);
}

std::vector<model::Incident> Watch::incidents() const {
  std::vector<model::Incident> all;
  all.reserve(book_.incidents().size());
  for (const auto& [id, kept] : book_.incidents()) all.push_back(kept.incident);
  return all;
}

std::optional<model::Incident> Watch::incident(model::IncidentId id) const {
  const auto found = book_.incidents().find(id);
  if (found == book_.incidents().end()) return std::nullopt;
  return found->second.incident;
}

std::optional<model::IncidentId> Watch::open_incident_of(const model::DeploymentName& deployment,
                                                         const model::ServiceName& service) const {
  return book_.open_of({deployment, service, ""});
}

awaitable<core::Result<model::Incident>> Watch::acknowledge(model::IncidentId id, std::string by,
                                                            std::string reason) {
  const auto at = ports_.clock.now().wall;
  auto incident = book_.acknowledged(id, by, reason, at);
  if (!incident) co_return incident.error();
  auto put = co_await ports_.store.put_incident(*incident);
  if (!put) co_return put.error().with("acknowledging incident " + std::to_string(id));
  // It may have gone on meanwhile: what is so now is stored after what was so then.
  hand_on(book_.acknowledge(id, by, reason, at));
  co_return this->incident(id).value_or(std::move(*incident));
}

}  // namespace heal
