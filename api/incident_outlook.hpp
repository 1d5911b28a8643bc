// What comes next with an incident, in a sentence. Pure.
#pragma once

#include "core/clock.hpp"
#include "model/incident.hpp"

#include <optional>
#include <string>

namespace api {

// "" of one that is resolved. `next_attempt_at`: of the first of its subjects that will be tried
// again.
std::string outlook_of(const model::Incident& incident,
                       const std::optional<core::WallTime>& next_attempt_at);

}  // namespace api
