// The events of incidents, ready to be recorded. Fields of `data` are those of the OpenAPI
// document. Pure.
#pragma once

#include "core/clock.hpp"
#include "model/event.hpp"
#include "model/incident.hpp"

#include <string>

namespace heal {

// `recurring`: it had been well, or resolved, before.
model::Event opened_event(const model::Incident& incident, bool recurring, core::WallTime now);
model::Event acknowledged_event(const model::Incident& incident, core::WallTime now);
// `why`: of the service that cannot be made well.
model::Event needs_operator_event(const model::Incident& incident, const std::string& why,
                                  core::WallTime now);
// `how`: what was done last before it was well ("restart"), "" where nothing was; `reason`: why it
// is over without having been well, "" where it is well.
model::Event resolved_event(const model::Incident& incident, const std::string& how,
                            const std::string& reason, core::WallTime now);

}  // namespace heal
