// A check that names `{container}` asks each container of its service in turn.
#pragma once

#include "monitor/checks/pool_probe.hpp"

#include <functional>
#include <string>

namespace monitor {

// What one place says, `until` then; `limit` is for words: how long that was about.
using AskPlace =
    std::function<Finding(const std::string& place, Deadline until, core::Milliseconds limit)>;

// Asks `place`; where it holds the placeholder, once for each container of `target` with its
// address (IPv6 in brackets) instead, each with an equal share of the time that is left: one that
// hangs does not take the time of the others. A container without an address is `unknown`. All in
// all: failed where one failed, else unknown where one is, else passed. Blocks.
Finding ask_in_turn(const std::string& place, const Target& target, Deadline until,
                    core::Milliseconds limit, const core::GiveUp& give_up, const AskPlace& ask);

}  // namespace monitor
