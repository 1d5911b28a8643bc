// Whether somebody listens at a port, and says what is expected.
#pragma once

#include "monitor/checks/probe.hpp"

namespace monitor {

// Of what is answered at most so much is looked at.
inline constexpr std::size_t tcp_answer_bytes_max = 64 * 1024;

// All addresses of a name are tried, in the resolver's order. `unknown` where the address is none,
// or a container's is not known.
std::unique_ptr<Probe> make_tcp_probe(TcpProbe settings, ProbeTools tools);

}  // namespace monitor
