#include "store/incident_store.hpp"

#include "store/incident_table.hpp"

#include <utility>

namespace store {

using heal::awaitable;
using LoadedIncidents = core::Result<std::vector<model::Incident>>;

awaitable<LoadedIncidents> IncidentStore::load_incidents(int limit) {
  std::function<LoadedIncidents(Connection&)> question = [limit](Connection& db) {
    return read_incidents(db, limit);
  };
  auto found = co_await writer_.read(std::move(question));
  co_return found;
}

awaitable<core::Result<model::IncidentId>> IncidentStore::newest_incident() {
  std::function<core::Result<model::IncidentId>(Connection&)> question = read_newest_incident;
  auto found = co_await writer_.read(std::move(question));
  co_return found;
}

void IncidentStore::put_incident_behind(model::Incident incident) {
  writer_.write_behind(std::move(incident));
}

awaitable<core::Status> IncidentStore::put_incident(model::Incident incident) {
  Work work = [incident = std::move(incident)](Connection& db) {
    return store::put_incident(db, incident);
  };
  auto done = co_await writer_.commit(std::move(work));
  co_return done;
}

}  // namespace store
