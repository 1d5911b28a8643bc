// `evenkeel agent`: flags, configuration, App, run, exit code.
#pragma once

#include "cli/run.hpp"

#include <vector>

namespace agent {

// `argv[0]` is "agent". Exit codes: 0 stopped in order, 1 it failed, 2 wrong usage or
// configuration.
int run_agent(int argc, char** argv);

// What `evenkeel agent --help` prints.
void print_help();

// For `evenkeel channels sample`: needs no agent that runs.
std::vector<cli::ChannelSample> channel_samples();

}  // namespace agent
