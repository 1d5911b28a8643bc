// Between checks and reconcile: what services say of their checks, and what their checks say of
// their containers. I/O thread only.
#pragma once

#include "core/clock.hpp"
#include "monitor/checks/runner.hpp"
#include "reconcile/ledger.hpp"
#include "reconcile/ports.hpp"

#include <string>
#include <vector>

namespace agent {

class ServiceChecks final : public monitor::CheckPolicies, public reconcile::Ailments {
 public:
  // Both must outlive it.
  ServiceChecks(const reconcile::Ledger& ledger, const core::Clock& clock)
      : ledger_(ledger), clock_(clock) {}

  // Until then no check says anything. It must outlive what asks.
  void set_runner(const monitor::CheckRunner* runner) { runner_ = runner; }

  std::vector<monitor::ServicePolicy> check_policies() const override;
  std::string ailment_of(const model::DeploymentName& deployment,
                         const model::Container& container) const override;
  bool is_unproven(const model::DeploymentName& deployment,
                   const model::Container& container) const override;

 private:
  const reconcile::Ledger& ledger_;
  const core::Clock& clock_;
  const monitor::CheckRunner* runner_ = nullptr;
};

}  // namespace agent
