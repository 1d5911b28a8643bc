// types: systemd and launchd. Is a unit or a job of the host loaded and well?
#pragma once

#include "core/result.hpp"
#include "monitor/checks/probe.hpp"

#include <memory>
#include <string>

namespace monitor {

std::unique_ptr<Probe> make_unit_probe(UnitProbe settings, ProbeTools tools);
std::unique_ptr<Probe> make_job_probe(JobProbe settings, ProbeTools tools);

// Pure. A unit is well while it is active; one that runs at times is well, too, while its last run
// was. What is on its way up or down is unknown, but for what is started again and again.
Finding judge_unit(const std::string& name, const core::Result<HostService>& unit);
// A job is well while it runs, and while it waits after a run that ended with 0, or before its
// first.
Finding judge_job(const std::string& label, const core::Result<HostService>& job);

}  // namespace monitor
