// What is still to come of a plan. Once nothing is left to do now, what a return or the owner's
// wish left to do is carried out as far as it can be, and what follows is healing like any other.
// Pure.
#pragma once

#include "model/action.hpp"
#include "reconcile/scene.hpp"

#include <set>

namespace reconcile {

// It becomes what others need of it without another attempt: it is being made or started, its
// health check has not passed yet, or it is a job that runs.
bool is_on_its_way(const model::Deployment& deployment, const model::ServiceVerdict& verdict);

struct Outlook {
  std::set<model::ServiceName> coming;  // on their way, or waiting for nothing but what comes
  // No step may be taken or is under way, and none waits for what comes. What is not as wanted
  // waits for time, the engine or a person then, or for what waits for these. Not while it is
  // unknown how something is, somebody else is at work, or a hold keeps from it what is wanted:
  // what that leaves to do shows when it is over.
  bool at_rest = false;
};

Outlook outlook_of(const model::Plan& plan, const Scene& scene);

}  // namespace reconcile
