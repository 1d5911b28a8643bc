// Tables `holds` and `heartbeat`: what concerns the host as a whole.
#pragma once

#include "reconcile/ports.hpp"
#include "store/sqlite.hpp"

#include <optional>
#include <vector>

namespace store {

core::Status put_hold(Connection& db, const model::Hold& hold);
core::Status end_hold(Connection& db, std::int64_t id);
core::Result<std::vector<model::Hold>> read_holds(Connection& db);  // by id

core::Status put_heartbeat(Connection& db, const reconcile::Heartbeat& heartbeat);
core::Result<std::optional<reconcile::Heartbeat>> read_heartbeat(Connection& db);

}  // namespace store
