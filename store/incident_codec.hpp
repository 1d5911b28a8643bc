// JSON text of an incident, as table `incidents` keeps it.
#pragma once

#include "core/result.hpp"
#include "model/incident.hpp"

#include <string>

namespace store {

std::string encode(const model::Incident& incident);
// What is missing has its default: an earlier version did not know it. Errors: corrupt.
core::Result<model::Incident> decode_incident(const std::string& text);

}  // namespace store
