// What a generation takes from one service and gives to another: ports of the host and addresses,
// which an old container holds until it is stopped, and names, which it bears until it is renamed.
//
// Who takes is started after who gives has made way. Where who gives needs who takes, its own turn
// comes too late: then its old container makes way before that, for it is to go anyway. What could
// not come back once the other runs, is held, paused or not decided yet, is not stopped for it: the
// taker waits. What stays as it is (both want the same) is the engine's to refuse.
#pragma once

#include "reconcile/plan_steps.hpp"

#include <optional>
#include <vector>

namespace reconcile {

// Dependencies first; where they leave it open, who gives before who takes.
std::vector<model::ServiceName> order_of_turns(const Look& look);

// A move that rests, where what would be started lacks what another container holds on to for now.
std::optional<Move> still_held(const Look& look, Draft& draft, const ServiceLook& taker,
                               const Replica& replica, const Move& move);
// The steps that free what the start takes, `after` which it comes already; adds those that nothing
// else does in time.
std::vector<std::size_t> steps_freeing(const Emission& e, const std::vector<std::size_t>& after);

// It is to go, and its name to another service.
bool may_be_renamed(const Look& look, const model::Container& holder);
// Adds the step that frees the name for the container to be created, where one is needed.
void rename_holder(const Emission& e, const std::string& name);

}  // namespace reconcile
