// What a service waits for before it is started: depends_on, implied dependencies, services of
// other deployments.
#pragma once

#include "reconcile/plan_draft.hpp"

#include <string>
#include <vector>

namespace reconcile {

struct Gates {
  std::vector<std::size_t> after;        // steps of this pass that open what is not open yet
  std::vector<model::Gate> closed;       // not in this pass
  std::vector<std::string> waiting_for;  // "db (healthy)", one for each closed gate
  std::string blocked;       // only a person opens it: "db, which is stopped on purpose"
  bool up_to_owner = false;  // the same, or a dependency that waits for a person in its turn
  bool left_as_is = false;   // a dependency is not as wanted, and stays so without a person
  bool open() const { return closed.empty() && after.empty(); }
};

Gates gates_of(const Look& look, const Draft& draft, const ServiceLook& one);
// What a service depends on, declared and implied.
std::map<model::ServiceName, model::Dependency> dependencies_of(const model::Service& service);

}  // namespace reconcile
