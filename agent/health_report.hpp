// The health report that `notify.report_file` is kept at, for whoever reads files and no API. Pure.
#pragma once

#include "core/clock.hpp"
#include "model/incident.hpp"
#include "model/view.hpp"
#include "reconcile/ports.hpp"

#include <string>
#include <vector>

namespace agent {

struct HealthReport {
  std::string host;
  core::WallTime at;
  reconcile::HostStatus status;
  std::vector<model::DeploymentView> deployments;
  std::vector<model::Incident> incidents;  // the open ones are shown
};

// {"version": 1, "host": …, "at": …, "healthy": …, "engine_up": …, "deployments": […],
// "incidents": […]}, ended by a line break. Healthy: the engine answers, the store can be written,
// and every deployment is converged or stopped.
std::string report_text(const HealthReport& report);

}  // namespace agent
