#include "agent/running_containers.hpp"

#include <algorithm>
#include <tuple>

namespace agent {
namespace {

// A replica of a service of the deployment itself: not one that a client runs beside it, nor one
// that merely holds a name.
bool is_replica(const model::Container& container, const model::DeploymentName& deployment) {
  return container.project() == deployment && !container.oneoff() && !container.service().empty();
}

// As the host reaches it.
std::string address_of(const model::Container& container) {
  if (container.network_mode == "host") return "127.0.0.1";
  for (const auto& network : container.networks)
    if (!network.ip_address.empty()) return network.ip_address;
  return "";
}

}  // namespace

std::vector<monitor::Running> RunningContainers::running() const {
  std::vector<monitor::Running> running;
  for (const auto& [name, track] : loop_.tracks()) {
    for (const auto& each : track->seen.containers) {
      if (each.state != model::ContainerState::running || !is_replica(each, name)) continue;
      running.push_back(
          {name, each.service(), each.id, each.name, each.pid, each.started_at, address_of(each)});
    }
  }
  std::stable_sort(running.begin(), running.end(), [](const auto& one, const auto& other) {
    return std::tie(one.deployment, one.service) < std::tie(other.deployment, other.service);
  });
  return running;
}

std::vector<std::string> RunningContainers::spikes_of(const model::DeploymentName& deployment,
                                                      const model::ServiceName& service) const {
  const auto* found = ledger_.find(deployment);
  if (found == nullptr) return {};
  return model::later_of(*found, service, "spikes");
}

}  // namespace agent
