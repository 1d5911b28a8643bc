// What monitor asks of reconcile: which containers run, and what their services say of spikes. I/O
// thread only.
#pragma once

#include "monitor/ports.hpp"
#include "monitor/vigil.hpp"
#include "reconcile/ledger.hpp"
#include "reconcile/loop.hpp"

#include <string>
#include <vector>

namespace agent {

class RunningContainers final : public monitor::Containers, public monitor::SpikePolicies {
 public:
  // Both must outlive it.
  RunningContainers(const reconcile::Loop& loop, const reconcile::Ledger& ledger)
      : loop_(loop), ledger_(ledger) {}

  std::vector<monitor::Running> running() const override;
  std::vector<std::string> spikes_of(const model::DeploymentName& deployment,
                                     const model::ServiceName& service) const override;

 private:
  const reconcile::Loop& loop_;
  const reconcile::Ledger& ledger_;
};

}  // namespace agent
