// What monitor asks of reconcile to count how long services are up. I/O thread only.
#pragma once

#include "monitor/checks/runner.hpp"
#include "monitor/ports.hpp"
#include "monitor/uptime_watch.hpp"
#include "reconcile/ledger.hpp"
#include "reconcile/loop.hpp"

#include <functional>

namespace agent {

class ServiceStates final : public monitor::ServiceStates, public monitor::ServiceEnds {
 public:
  // Both must outlive it.
  ServiceStates(const reconcile::Loop& loop, const reconcile::Ledger& ledger)
      : loop_(loop), ledger_(ledger) {}

  // Until then no check says anything. It must outlive what asks.
  void set_runner(const monitor::CheckRunner* runner) { runner_ = runner; }

  void each_service(const Each& each) const override;
  core::WallTime ended_at(const model::DeploymentName& deployment,
                          const model::ServiceName& service) const override;

 private:
  const reconcile::Loop& loop_;
  const reconcile::Ledger& ledger_;
  const monitor::CheckRunner* runner_ = nullptr;
};

// Whether a check of a service was told of as failing and has not passed since.
using Unproven = std::function<bool(const model::DeploymentName&, const model::ServiceName&)>;

// Of one deployment. `track` may be null: nothing is looked after yet. Pure.
void each_service_of(const model::Deployment& deployment, const reconcile::Track* track,
                     bool engine_up, const Unproven& unproven,
                     const monitor::ServiceStates::Each& each);
core::WallTime ended_at_of(const model::Deployment& deployment, const reconcile::Track& track,
                           const model::ServiceName& service);

}  // namespace agent
