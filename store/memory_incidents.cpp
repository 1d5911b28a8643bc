#include "store/memory_incidents.hpp"

#include <algorithm>
#include <utility>

namespace store {

using heal::awaitable;

awaitable<core::Result<std::vector<model::Incident>>> MemoryIncidents::load_incidents(int limit) {
  std::vector<model::Incident> found;
  int room = limit;
  for (const auto& [id, incident] : incidents_) room -= incident.is_open() ? 1 : 0;
  for (auto at = incidents_.rbegin(); at != incidents_.rend(); ++at)
    if (at->second.is_open() || room-- > 0) found.push_back(at->second);
  std::reverse(found.begin(), found.end());
  co_return found;
}

awaitable<core::Result<model::IncidentId>> MemoryIncidents::newest_incident() { co_return newest_; }

void MemoryIncidents::put_incident_behind(model::Incident incident) {
  const auto id = incident.id;
  newest_ = std::max(newest_, id);
  incidents_.insert_or_assign(id, std::move(incident));
  if (incidents_.size() > incidents_max) incidents_.erase(incidents_.begin());
}

awaitable<core::Status> MemoryIncidents::put_incident(model::Incident incident) {
  put_incident_behind(std::move(incident));
  co_return core::Status{};
}

}  // namespace store
