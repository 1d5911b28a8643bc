// What is said of services and of the deployment.
#pragma once

#include "model/action.hpp"
#include "reconcile/plan_draft.hpp"

#include <optional>
#include <string>

namespace reconcile {

// The worse of the two stays; among equals the first, with the earlier next attempt.
void worsen(model::ServiceVerdict& verdict, model::ServiceVerdict other);
// The verdict on a service for which nothing is to be planned: held, stopped on purpose, done, or
// not ours to judge yet.
std::optional<model::ServiceVerdict> settled_verdict(const Look& look, const ServiceLook& one);
// "stopped on purpose by anna (uid 1000) through evenkeel at ..."
std::string stopped_sentence(const model::Intent& intent);

bool all_well(const Look& look, const Draft& draft);
model::DeploymentPhase deployment_phase(const Look& look, const Draft& draft, bool converged);

}  // namespace reconcile
