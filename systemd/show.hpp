// What `systemctl show` prints, as values. Pure.
#pragma once

#include "reconcile/ports.hpp"

#include <string_view>

namespace systemd {

// Of `systemctl show --property=Id,LoadState,ActiveState,MainPID,ExecMainStartTimestampMonotonic
// docker.service docker.socket`: one block of lines a unit, an empty line between. A unit that does
// not exist has LoadState=not-found.
reconcile::EngineUnit decode_engine_unit(std::string_view shown);

// Of `systemctl show --property=SystemState`.
bool decode_going_down(std::string_view shown);

}  // namespace systemd
