// Asks a time server, over UDP.
#pragma once

#include "monitor/checks/host_port.hpp"
#include "monitor/checks/pool_probe.hpp"
#include "monitor/checks/sntp.hpp"

namespace monitor {

// A packet may be lost: it is asked so often within the limit.
inline constexpr int sntp_attempts = 3;

// Blocks until it answers or `until`; what is no answer to our question is passed over. Errors:
// timeout, unavailable, not_found (no such name), cancelled; and those of `read_sntp_reply`.
core::Result<SntpReply> ask_time_server(const HostPort& server, const core::Clock& clock,
                                        Deadline until, const core::GiveUp& give_up);

}  // namespace monitor
