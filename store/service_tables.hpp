// Tables `facts`, `containers` and `policy_set`: what is remembered of a deployment's services
// beyond intent.
#pragma once

#include "model/deployment.hpp"
#include "store/sqlite.hpp"

namespace store {

core::Status put_facts(Connection& db, const model::DeploymentName& deployment,
                       const model::ServiceName& service, const model::ServiceFacts& facts);
core::Status put_container(Connection& db, const model::DeploymentName& deployment,
                           const model::ContainerRecord& record);
core::Status forget_container(Connection& db, const model::DeploymentName& deployment,
                              const model::ContainerId& id);
// An empty layer removes what was set.
core::Status put_policy(Connection& db, const model::DeploymentName& deployment,
                        const model::ServiceName& service, const model::PolicyLayer& layer);
// Fills in `facts`, `containers` and `set`.
core::Status read_service_tables(Connection& db, model::Deployment& into);

}  // namespace store
