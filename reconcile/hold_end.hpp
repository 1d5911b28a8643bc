// The one summary that a hold ends with. Pure.
#pragma once

#include "model/event.hpp"
#include "model/hold.hpp"
#include "model/view.hpp"

#include <string>
#include <vector>

namespace reconcile {

// `views`: all deployments, seen while the hold still covered them. `ended_by`: who ended it before
// its time, "" where it ran out.
model::Event hold_ended(const model::Hold& hold, const std::vector<model::DeploymentView>& views,
                        const std::string& ended_by, core::WallTime now);

}  // namespace reconcile
