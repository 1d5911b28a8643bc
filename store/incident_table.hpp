// Table `incidents`: one row each, in its newest version.
#pragma once

#include "model/incident.hpp"
#include "store/sqlite.hpp"

#include <vector>

namespace store {

// Replaces the one with its id.
core::Status put_incident(Connection& db, const model::Incident& incident);

// All that are open, and the newest resolved ones up to `limit` in all; ascending by id.
core::Result<std::vector<model::Incident>> read_incidents(Connection& db, int limit);

// The greatest id that was ever put, also where it is gone by now; 0 where none was.
core::Result<model::IncidentId> read_newest_incident(Connection& db);

// Resolved ones that ended before `before` (times from before `credible` are not believed), and the
// oldest beyond `resolved_max`; at most `count` of each. How many went.
struct IncidentLimits {
  core::WallTime before, credible;
  int resolved_max = 0, count = 0;
};
core::Result<std::int64_t> forget_resolved_incidents(Connection& db, const IncidentLimits& limits);

}  // namespace store
