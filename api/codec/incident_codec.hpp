// Incidents as JSON; null where something does not apply.
#pragma once

#include "core/clock.hpp"
#include "model/incident.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>

namespace heal {
class Incidents;
}

namespace api {

// `next`: what comes next, in a sentence; "" where nothing does.
nlohmann::ordered_json to_json(const model::Incident& incident, const std::string& next);

// The number of the open incident of a service, or null; of nullptr nobody knows any.
nlohmann::ordered_json open_incident_json(const heal::Incidents* incidents,
                                          const model::DeploymentName& deployment,
                                          const model::ServiceName& service);

}  // namespace api
