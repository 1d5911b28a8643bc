// What a program of the owner's says.
#pragma once

#include "monitor/checks/probe.hpp"

namespace monitor {

// Of what it prints so much of each stream is looked at; far more than that ends it.
inline constexpr std::size_t exec_output_bytes_max = 1024 * 1024;
inline constexpr std::size_t exec_flood_bytes_max = 32 * 1024 * 1024;

// Run without a shell unless asked, in a process group of its own, which is killed at the limit and
// of which nothing is left when the program has ended. For a service's check the environment has
// EVENKEEL_DEPLOYMENT, EVENKEEL_SERVICE and EVENKEEL_CONTAINERS (ids, with a space between). A
// program that cannot be started has failed where it is the host's; where it is a service's that is
// `unknown`, as it says nothing about the containers.
std::unique_ptr<Probe> make_exec_probe(ExecProbe settings, ProbeTools tools);

}  // namespace monitor
