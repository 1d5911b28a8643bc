// Tables `intents` (what holds now) and `intent_history` (everything that was ever set, in order).
#pragma once

#include "api/ports.hpp"
#include "model/intent.hpp"
#include "store/sqlite.hpp"

#include <map>
#include <vector>

namespace store {

// Older entries of a deployment's history than the newest so many are forgotten.
inline constexpr int intent_history_max = 2000;

// Sets the intent and adds it to the history; the very same intent again changes nothing.
core::Status put_intent(Connection& db, const model::DeploymentName& deployment,
                        const model::ServiceName& service, const model::Intent& intent);
// The history stays.
core::Status forget_intent(Connection& db, const model::DeploymentName& deployment,
                           const model::ServiceName& service);
core::Result<std::map<model::ServiceName, model::Intent>> read_intents(
    Connection& db, const model::DeploymentName& deployment);
// As the port of reconcile says.
core::Result<std::vector<model::IntentChange>> read_intent_history(
    Connection& db, const model::DeploymentName& deployment, const model::ServiceName& service,
    int limit);

// As the port of the API says.
core::Result<std::vector<api::NumberedIntent>> read_intent_page(Connection& db,
                                                                const api::IntentQuery& query);

}  // namespace store
