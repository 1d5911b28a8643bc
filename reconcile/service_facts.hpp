// Who is kept facts of, and what is known so far. For those who make more of them (facts.hpp).
#pragma once

#include "model/deployment.hpp"

namespace reconcile {

// Those of a service of which nothing is known say nothing.
inline model::ServiceFacts service_facts(const model::Deployment& deployment,
                                         const model::ServiceName& service) {
  const auto found = deployment.facts.find(service);
  return found == deployment.facts.end() ? model::ServiceFacts{} : found->second;
}

inline bool is_ours_to_know(const model::Deployment& deployment,
                            const model::Container& container) {
  return container.project() == deployment.name && !container.oneoff();
}

}  // namespace reconcile
