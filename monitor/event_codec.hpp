// The events of the monitor. Fields of `data` are those of the OpenAPI document. Pure.
#pragma once

#include "core/clock.hpp"
#include "model/event.hpp"
#include "monitor/disk_watch.hpp"
#include "monitor/forecast.hpp"
#include "monitor/ports.hpp"
#include "monitor/processes.hpp"
#include "monitor/service_watch.hpp"

#include <string>
#include <vector>

namespace monitor {

struct SpikeFacts {
  model::DeploymentName deployment;
  model::ServiceName service;
  SpikeNote note;
  model::Severity severity = model::Severity::warning;  // of its begin and its end
  std::vector<TopProcess> processes;  // of the container that uses most, where visible
  bool out_of_memory = false;         // something was killed for memory, and so it ended
};

// spike.started, spike.updated, or spike.ended.
model::Event spike_event(const SpikeFacts& facts, core::WallTime at);

struct ForecastFacts {
  model::DeploymentName deployment;  // "" where it is no service's
  model::ServiceName service;
  std::string subject;                // "shop/web", "disk:/var"
  std::string metric;                 // "memory", "disk"
  model::ContainerId container = {};  // "" where it is no container's
  std::string container_name = {};    // "" where it is the only one of its service
  bool out_of_memory = false;         // it came true: something was killed for memory
};

// forecast.limit_near, or forecast.cleared.
model::Event forecast_event(const ForecastFacts& facts, const ForecastChange& change,
                            core::Instant now);

// service.oom_killed, which others tell: adds what was seen of the container last, which is nothing
// where it was not seen.
void add_memory(model::Event& event, const ContainerNow* seen,
                const std::vector<TopProcess>& processes);

// Names of what is told as checks that nobody configured, beside `disk:MOUNT`.
inline constexpr std::string_view disks_check = "disks", looks_check = "host:looks";

// check.failed, or check.recovered; `eaters` are what fills it, where that is known.
model::Event disk_event(const DiskChange& change, core::WallTime at,
                        const std::vector<DiskEater>& eaters = {});

// The same of the disks as a whole: one of them does not answer, which keeps all from being looked
// at.
model::Event disks_event(bool silent, core::WallTime at);

// Likewise of what looks at containers and the host: nothing of them is known meanwhile.
model::Event looks_event(bool silent, core::WallTime at);

// config.refused: what a service says of its spikes for itself cannot be understood.
model::Event mistake_event(const model::DeploymentName& deployment,
                           const model::ServiceName& service, const std::string& mistake,
                           core::WallTime at);

}  // namespace monitor
