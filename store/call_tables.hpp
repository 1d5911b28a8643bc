// Tables `own_calls` and `pending_stops`: what was under way when the agent last lived.
#pragma once

#include "reconcile/ports.hpp"
#include "store/sqlite.hpp"

#include <vector>

namespace store {

// The same key again replaces the call. Answering or forgetting one that is not there is no
// error.
core::Status begin_own_call(Connection& db, const reconcile::OwnCall& call);
core::Status answer_own_call(Connection& db, const std::string& key);
core::Status forget_own_call(Connection& db, const std::string& key);
core::Result<std::vector<reconcile::OwnCall>> read_own_calls(Connection& db);  // by time, then key

core::Status put_pending_stop(Connection& db, const reconcile::PendingStop& stop);
core::Status drop_pending_stop(Connection& db, const model::ContainerId& container);
core::Result<std::vector<reconcile::PendingStop>> read_pending_stops(Connection& db);  // by time,
                                                                                       // then
                                                                                       // container

}  // namespace store
