// type: process. Do as many of them run as should?
#pragma once

#include "core/result.hpp"
#include "monitor/checks/probe.hpp"
#include "monitor/checks/process_list.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace monitor {

// The host's check counts every process of the machine, those of containers too; a service's check
// each container by itself. The agent and what it starts itself never count: their command lines
// would hold the pattern that is looked for. A pid file is the host's, whoever owns the check.
std::unique_ptr<Probe> make_process_probe(ProcessProbe settings, ProbeTools tools);

// Its first line, which is a number. Blocking where the disk is. Errors: those of PlainFile,
// invalid.
core::Result<int> read_pid_file(const std::string& path);

// ---- pure ----

struct ProcessCount {
  std::vector<int> alive, zombies;
};

using WantedProcess = std::function<bool(const HostProcess& process)>;

ProcessCount count_processes(const std::vector<HostProcess>& processes,
                             const WantedProcess& wanted);

// Zombies do not count, and are named where too few live.
Finding judge_processes(const ProcessProbe& wanted, const ProcessCount& count);
Finding judge_pid_file(const ProcessProbe& wanted, const core::Result<int>& pid,
                       const ProcessCount& count);

}  // namespace monitor
