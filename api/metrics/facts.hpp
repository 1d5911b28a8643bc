// What /metrics shows, as values of one moment.
#pragma once

#include "api/event_counts.hpp"
#include "api/metrics/exposition.hpp"
#include "api/process_usage.hpp"
#include "model/incident.hpp"
#include "model/view.hpp"
#include "monitor/ports.hpp"
#include "notify/ports.hpp"
#include "reconcile/ports.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace api::metrics {

struct Facts {
  std::string version;  // of the agent
  reconcile::HostStatus status;
  std::vector<model::DeploymentView> deployments;  // by name
  std::vector<monitor::ContainerNow> containers;
  std::optional<monitor::HostNow> host;
  std::vector<monitor::DiskUsage> disks;
  std::vector<monitor::OpenSpike> spikes;
  std::vector<monitor::CheckView> checks;                 // by id
  std::optional<std::vector<model::Incident>> incidents;  // by id
  std::optional<notify::DeliveryCounts> deliveries;
  const EventCounts& counts;
  std::optional<core::Milliseconds> loop_lag;
  std::optional<Histogram> passes;                                 // of reconcile
  std::vector<std::pair<std::string, Histogram>> engine_requests;  // by method
  bool last_reload_succeeded = true;
  ProcessUsage process;
  double jiffies_per_second = 100;  // USER_HZ, what monitor::CpuJiffies counts in
};

}  // namespace api::metrics
