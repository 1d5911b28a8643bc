// What an agent before this one told of checks that failed, and did not take back: told once, it
// must be resolved once. Pure.
#pragma once

#include "model/event.hpp"
#include "monitor/checks/check_event_codec.hpp"

#include <map>
#include <string>
#include <vector>

namespace monitor {

using OpenFailures = std::map<std::string, ToldFailure>;  // by the check's id

// `events`: in the order of the log. Those without an alert are nobody's concern, and those of
// disks or of looks not of checks that were configured.
OpenFailures open_failures(const std::vector<model::Event>& events);

// A check of which only its id is left.
Check check_of_id(const std::string& id);

}  // namespace monitor
