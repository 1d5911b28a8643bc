// What monitor asks of reconcile to count how long services are up. I/O thread only.
#pragma once

#include "monitor/ports.hpp"
#include "reconcile/ledger.hpp"
#include "reconcile/loop.hpp"

namespace agent {

class ServiceStates final : public monitor::ServiceStates {
 public:
  // Both must outlive it.
  ServiceStates(const reconcile::Loop& loop, const reconcile::Ledger& ledger)
      : loop_(loop), ledger_(ledger) {}

  void each_service(const Each& each) const override;

 private:
  const reconcile::Loop& loop_;
  const reconcile::Ledger& ledger_;
};

// Of one deployment. `track` may be null: nothing is looked after yet. Pure.
void each_service_of(const model::Deployment& deployment, const reconcile::Track* track,
                     bool engine_up, const monitor::ServiceStates::Each& each);

}  // namespace agent
