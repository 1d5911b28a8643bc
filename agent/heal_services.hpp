// What heal asks of reconcile: how every service is now. I/O thread only.
#pragma once

#include "heal/ports.hpp"
#include "reconcile/ledger.hpp"
#include "reconcile/loop.hpp"

#include <map>

namespace agent {

class HealServices final : public heal::Services {
 public:
  // All must outlive it.
  HealServices(const reconcile::Loop& loop, const reconcile::Ledger& ledger,
               const core::Clock& clock)
      : loop_(loop), ledger_(ledger), clock_(clock) {}

  void each_service(const Each& each) const override;
  bool engine_is_away() const override { return !loop_.surroundings().engine_up; }

 private:
  const reconcile::Loop& loop_;
  const reconcile::Ledger& ledger_;
  const core::Clock& clock_;
};

// Of one deployment. `track` may be null: nothing is looked after yet, and nothing is known.
// Nothing of one that is being deleted. Pure.
void each_service_now(const model::Deployment& deployment, const reconcile::Track* track,
                      const std::map<std::int64_t, model::Hold>& holds, core::Instant now,
                      const heal::Services::Each& each);

}  // namespace agent
