#include "agent/running_containers.hpp"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

namespace agent {
namespace {

// What a replica of a service of the deployment itself is one of; "" of a container that a client
// runs beside it, or that merely holds a name.
model::ServiceName replicated_service(const model::Container& container,
                                      const model::DeploymentName& deployment) {
  if (container.project() != deployment || container.oneoff()) return "";
  return container.service();
}

// As the host reaches it.
std::string address_of(const model::Container& container,
                       const std::vector<model::Container>& others) {
  if (container.network_mode == "host") return "127.0.0.1";
  constexpr std::string_view of_other = "container:";
  if (container.network_mode.starts_with(of_other)) {
    const auto id = std::string_view(container.network_mode).substr(of_other.size());
    const auto owner = std::ranges::find(others, id, &model::Container::id);
    return owner == others.end() || owner->network_mode.starts_with(of_other)
               ? ""
               : address_of(*owner, others);
  }
  for (const auto& network : container.networks)
    if (!network.ip_address.empty()) return network.ip_address;
  return "";
}

core::MonoTime touched_at(const std::optional<reconcile::ForeignChange>& change,
                          const model::ServiceName& service) {
  return change && change->services.contains(service) ? change->last : core::MonoTime{};
}

}  // namespace

std::vector<monitor::Running> RunningContainers::running() const {
  std::vector<monitor::Running> running;
  for (const auto& [name, track] : loop_.tracks()) {
    for (const auto& each : track->seen.containers) {
      const bool paused = each.state == model::ContainerState::paused;
      if (each.state != model::ContainerState::running && !paused) continue;
      auto service = replicated_service(each, name);
      if (service.empty()) continue;
      const auto touched = touched_at(track->foreign, service);
      running.push_back({name, std::move(service), each.id, each.name, each.pid, each.cpus,
                         each.quota, each.started_at, address_of(each, track->seen.containers),
                         touched, paused});
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
