// Which containers there are on the host, and of which projects. Pure.
#pragma once

#include "model/observation.hpp"
#include "reconcile/ports.hpp"

#include <map>
#include <vector>

namespace reconcile {

class Census {
 public:
  // All that there are now; what was known before is forgotten.
  void take(const std::vector<model::Container>& all);
  // One came or went.
  void note(const EngineEvent& event);

  // Of how many `is_ours` does not know the project ("": of none).
  template <class IsOurs> int count_foreign(const IsOurs& is_ours) const {
    int count = 0;
    for (const auto& [id, project] : projects_)
      if (!is_ours(project)) ++count;
    return count;
  }

 private:
  std::map<model::ContainerId, model::DeploymentName> projects_;
};

}  // namespace reconcile
