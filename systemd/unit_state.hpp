// The state of one unit, as `systemctl show` prints it. Pure.
#pragma once

#include "core/result.hpp"
#include "monitor/ports.hpp"

#include <string>
#include <string_view>

namespace systemd {

// What `systemctl show --property=` is asked for.
extern const char* const unit_properties;

// A unit without a suffix is a service, as for systemctl. Refused is what would be an option, a
// pattern or no name at all. Source: systemd.unit(5). Errors: invalid.
core::Result<std::string> unit_name(std::string_view name);

// Errors: corrupt (it shows no unit).
core::Result<monitor::HostService> decode_unit(std::string_view shown);

}  // namespace systemd
