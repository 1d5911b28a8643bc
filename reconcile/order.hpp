// Dependency order of services. Deterministic: by name where dependencies leave it open. Cycles
// (which the loader refuses) are cut.
#pragma once

#include "model/spec.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace reconcile {

// Beside the dependencies: who else comes before a service.
using Precedence = std::map<model::ServiceName, std::set<model::ServiceName>>;

// Dependencies first. Stop in the reverse order.
std::vector<model::ServiceName> start_order(const model::Spec& spec, const Precedence& more = {});

// Whether `who` needs `on`, directly or through others.
bool has_to_follow(const model::Spec& spec, const Precedence& more, const model::ServiceName& who,
                   const model::ServiceName& on);

// The service that a namespace mode names: "db" for "service:db", "" otherwise.
std::string namespace_parent(const std::string& mode);

}  // namespace reconcile
