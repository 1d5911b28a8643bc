// Whether the engine answers.
#pragma once

#include "monitor/checks/probe.hpp"

namespace monitor {

std::unique_ptr<Probe> make_engine_probe(EngineProbe settings, ProbeTools tools);

}  // namespace monitor
