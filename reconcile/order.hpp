// Dependency order of services. Deterministic: by name where dependencies leave it open. Cycles
// (which the loader refuses) are cut.
#pragma once

#include "model/spec.hpp"

#include <string>
#include <vector>

namespace reconcile {

// Dependencies first. Stop in the reverse order.
std::vector<model::ServiceName> start_order(const model::Spec& spec);

// The service that a namespace mode names: "db" for "service:db", "" otherwise.
std::string namespace_parent(const std::string& mode);

}  // namespace reconcile
