// What was seen at the last look: each container by itself, and joined to services. Pure; one
// thread.
#pragma once

#include "core/clock.hpp"
#include "monitor/ports.hpp"
#include "monitor/sampler.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

namespace monitor {

class Board {
 public:
  Board() = default;
  Board(Board&&) = default;  // a copy's services would be made of the other one's containers
  Board& operator=(Board&&) = default;

  // `running`: those that were to be looked at. What is not among them is forgotten. Of a container
  // that was missed nothing is known until it is seen again; its rates are then since it was seen
  // before.
  void take(const std::vector<Running>& running, const Looks& looks, core::Instant now);
  // Nothing is known of containers and host any more.
  void forget();
  void take_disks(std::vector<DiskUsage> disks);

  const std::vector<ContainerNow>& containers() const { return containers_; }
  // Those that were to be looked at and were missed: they are there all the same.
  const std::set<model::ContainerId>& unseen() const { return unseen_; }
  // A look at the processes alone, after one at everything.
  void take_processes(std::map<model::ContainerId, ProcessLook> looks);
  // Empty where they were not to be looked at.
  std::vector<TopProcess> top_processes(const model::ContainerId& container, TopBy by) const;
  std::optional<ServiceNow> service(const model::DeploymentName& deployment,
                                    const model::ServiceName& service) const;
  const std::optional<HostNow>& host() const { return host_; }
  const std::vector<DiskUsage>& disks() const { return disks_; }

  using ServiceKey = std::pair<model::DeploymentName, model::ServiceName>;
  struct Service {
    ServiceNow now;
    std::vector<const ContainerNow*> containers;  // at least one, good until the next look
  };
  const std::map<ServiceKey, Service>& services() const { return services_; }

 private:
  void take_container(const Taken& taken, core::Instant now, ContainerNow& container);
  void take_host(const HostLook& look, core::Instant now);
  void join_services();

  struct Seen {
    Look look;
    core::WallTime started_at;
    core::MonoTime comparable_after;  // looks until then may be of a run before this one
    std::uint64_t round = 0;          // the look that it was to be seen by
    model::Sample sample;
    std::optional<ProcessLook> processes_before, processes;
  };
  bool note_missed(const model::ContainerId& id);

  std::unordered_map<model::ContainerId, Seen> seen_;  // those of `containers_` and of `unseen_`
  std::set<model::ContainerId> unseen_;
  std::uint64_t round_ = 0;
  std::optional<HostLook> last_host_look_;
  std::vector<ContainerNow> containers_;
  std::map<ServiceKey, Service> services_;
  std::optional<HostNow> host_;
  std::vector<DiskUsage> disks_;
};

// Sums over the containers of one service. A value is known where one of them tells it; a limit,
// where all do.
model::Sample sum_of(const std::vector<const model::Sample*>& samples);

}  // namespace monitor
