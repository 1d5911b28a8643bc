// Incidents in state.db, as heal sees them. I/O thread only.
#pragma once

#include "heal/ports.hpp"
#include "store/writer.hpp"

namespace store {

class IncidentStore final : public heal::IncidentStore {
 public:
  explicit IncidentStore(Writer& writer) : writer_(writer) {}
  heal::awaitable<core::Result<std::vector<model::Incident>>> load_incidents(int limit) override;
  heal::awaitable<core::Result<model::IncidentId>> newest_incident() override;
  void put_incident_behind(model::Incident incident) override;
  heal::awaitable<core::Status> put_incident(model::Incident incident) override;

 private:
  Writer& writer_;
};

}  // namespace store
