// Services that wait for each other across deployments: none of them would ever be started.
#pragma once

#include "core/result.hpp"
#include "model/deployment.hpp"
#include "reconcile/ledger.hpp"

#include <map>
#include <memory>
#include <string>

namespace reconcile {

// "p/web -> q/db -> p/web": a circle of dependencies that goes through `wanted`, which takes the
// place of the deployment of its name; "" where there is none. Of deployments that are not there
// yet nothing is known: who comes last closes the circle.
std::string circle_through(const model::Deployment& wanted,
                           const std::map<model::DeploymentName, model::Deployment>& deployments);
// Refuses a spec whose services would never be started for that.
core::Status check_circles(const Ledger& ledger, std::shared_ptr<const model::Spec> spec);
// The same of a configuration that is to come into force, for all deployments that are there.
core::Status check_circles(const Ledger& ledger, const Ledger::PolicySource& policies);

}  // namespace reconcile
