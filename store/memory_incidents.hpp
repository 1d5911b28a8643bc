// Incidents without a database: in memory only. I/O thread only.
#pragma once

#include "heal/ports.hpp"

#include <map>

namespace store {

class MemoryIncidents final : public heal::IncidentStore {
 public:
  static constexpr std::size_t incidents_max = 1000;  // the oldest goes

  // What agents before this one knew cannot be read, nor which ids they gave.
  heal::awaitable<core::Result<std::vector<model::Incident>>> load_incidents(int limit) override;
  heal::awaitable<core::Result<model::IncidentId>> newest_incident() override;
  void put_incident_behind(model::Incident incident) override;
  heal::awaitable<core::Status> put_incident(model::Incident incident) override;

 private:
  std::map<model::IncidentId, model::Incident> incidents_;
  model::IncidentId newest_ = 0;
};

}  // namespace store
