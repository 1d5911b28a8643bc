// A deployment as an apply would leave it, for --dry-run: nothing is stored.
#pragma once

#include "model/deployment.hpp"

#include <memory>

namespace reconcile {

// The next generation, from a file. What another client has made of its services so far counts as
// made by an older one, as it does once the apply is stored (facts.hpp, records_from_look).
void as_if_applied(model::Deployment& deployment, std::shared_ptr<const model::Spec> spec,
                   const model::Observation& seen);

}  // namespace reconcile
