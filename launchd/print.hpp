// What `launchctl print` says of one job. Pure.
#pragma once

#include "core/result.hpp"
#include "monitor/ports.hpp"

#include <string>
#include <string_view>

namespace launchd {

// launchctl's exit code where a domain has no such job.
inline constexpr int no_such_job = 113;

// Refused is what would be an option, a path or no label at all. Errors: invalid.
core::Result<std::string> job_label(std::string_view label);

// Of `launchctl print system/LABEL` or `gui/UID/LABEL`. Its form is no interface: only the lines of
// the job itself are looked at, which are indented by one tab, and what is not known is left out.
// Errors: corrupt (it shows no state).
core::Result<monitor::HostService> decode_job(std::string_view printed);

}  // namespace launchd
