// The events that the API itself records.
#pragma once

#include "api/http.hpp"
#include "core/clock.hpp"
#include "model/event.hpp"

#include <string>

namespace api {

// `left_out`: denials since the last such event that got none.
model::Event denied_event(core::WallTime now, const std::string& peer, const std::string& reason,
                          int left_out);
model::Event written_event(core::WallTime now, const Request& request, int status);

}  // namespace api
