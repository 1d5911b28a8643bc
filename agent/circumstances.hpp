// What notify asks of the others while it decides about a message. I/O thread only.
#pragma once

#include "core/clock.hpp"
#include "heal/ports.hpp"
#include "notify/ports.hpp"
#include "reconcile/ledger.hpp"
#include "reconcile/loop.hpp"
#include "reconcile/returning.hpp"

namespace agent {

class Circumstances final : public notify::Circumstances {
 public:
  // All must outlive it.
  Circumstances(const reconcile::Ledger& ledger, const reconcile::Loop& loop,
                const reconcile::Returning& returning, const heal::Incidents& incidents,
                const core::Clock& clock)
      : ledger_(ledger), loop_(loop), returning_(returning), incidents_(incidents), clock_(clock) {}

  bool is_held(const model::DeploymentName& deployment,
               const model::ServiceName& service) const override;
  bool recovery_is_due() const override { return returning_.report_is_due(); }
  std::optional<model::Incident> incident(std::int64_t id) const override {
    return incidents_.incident(id);
  }
  model::Criticality criticality(const model::DeploymentName& deployment,
                                 const model::ServiceName& service) const override;
  std::optional<core::WallTime> next_attempt_at(const model::DeploymentName& deployment,
                                                const model::ServiceName& service) const override;

 private:
  const reconcile::Ledger& ledger_;
  const reconcile::Loop& loop_;
  const reconcile::Returning& returning_;
  const heal::Incidents& incidents_;
  const core::Clock& clock_;
};

// The highest of a deployment's services where `service` is "". `critical` is the highest.
model::Criticality criticality_for(const model::Deployment& deployment,
                                   const model::ServiceName& service);

// Nothing where no attempt is planned. `now`: by both clocks.
std::optional<core::WallTime> next_attempt_in(const model::Plan& plan,
                                              const model::ServiceName& service, core::Instant now);

}  // namespace agent
