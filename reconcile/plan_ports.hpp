// Ports of the host: what is to publish one is started after what gives it up in the same pass.
#pragma once

#include "reconcile/plan_draft.hpp"

#include <vector>

namespace reconcile {

// The step removes the container.
void note_freed_ports(Draft& draft, const model::Container& container,
                      const model::ServiceName& service, std::size_t step);
// The steps that free a port which the service publishes; none of its own.
std::vector<std::size_t> steps_freeing_ports(const Draft& draft, const model::Service& service);

}  // namespace reconcile
