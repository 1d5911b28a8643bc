// Table `deployments`: that a deployment exists and what is meant with it. Everything of it hangs
// on its row.
#pragma once

#include "model/deployment.hpp"
#include "store/sqlite.hpp"

#include <vector>

namespace store {

// Makes or updates the row; a new generation means that the deployment is wanted, so a deletion
// under way ends.
core::Status put_deployment(Connection& db, const model::DeploymentName& name,
                            const std::string& kind, model::GenerationNumber current,
                            bool auto_heal);
core::Status set_auto_heal(Connection& db, const model::DeploymentName& name, bool auto_heal);
core::Status mark_deleting(Connection& db, const model::DeploymentName& name, bool volumes);
// Forgets the deployment with its generations, intents, history, facts, containers, policies, own
// calls and pending stops.
core::Status remove_deployment(Connection& db, const model::DeploymentName& name);
// By name. Of `current` only the number is filled in.
core::Result<std::vector<model::Deployment>> read_deployments(Connection& db);

}  // namespace store
