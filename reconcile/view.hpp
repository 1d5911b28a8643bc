// Desired and observed, joined for people. Pure.
#pragma once

#include "model/view.hpp"
#include "reconcile/track.hpp"

#include <string>
#include <vector>

namespace reconcile {

// `track` may be null: nothing is looked after yet, everything is unknown.
model::DeploymentView view_of(const model::Deployment& deployment, const Track* track,
                              const std::vector<model::Hold>& holds, const Settings& settings,
                              core::Instant now);

// Why the service is as it is, the newest cause first.
model::ServiceExplanation explain(const model::Deployment& deployment,
                                  const model::ServiceView& view,
                                  const std::vector<model::IntentChange>& history,
                                  const Settings& settings);

// "stopped: anna (uid 1000) ran evenkeel stop at 2026-01-31 10:30:00 +01:00 (maintenance)"
std::string intent_sentence(const model::ServiceName& service, const model::Intent& intent);

}  // namespace reconcile
