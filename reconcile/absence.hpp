// What the first look after an absence says about what others did meanwhile. Pure; DESIGN.md "While
// the agent was away".
#pragma once

#include "model/deployment.hpp"
#include "reconcile/recovery.hpp"
#include "reconcile/wall_order.hpp"

#include <set>
#include <vector>

namespace reconcile {

struct Absence {
  core::WallTime from;      // the last sign of life before
  bool new_engine = false;  // the engine was started anew meanwhile, or that cannot be told
  core::Instant now = {};
  core::Milliseconds engine_ahead{0};

  WallOrder by_engine() const { return WallOrder(now.wall + engine_ahead); }
};

struct OwnersStart {
  model::ServiceName service;
  model::ContainerId container;
  core::WallTime at;
};

// Stopped on purpose, and running: started later than the last sign of life, and not by an engine
// that booted meanwhile.
std::vector<OwnersStart> starts_while_away(const model::Deployment& deployment,
                                           const model::Observation& seen, const Absence& absence);

// It should run and ended meanwhile, and not by a power cut. A stop leaves any exit code behind: it
// is the program's. Whether it was one, the engine's mark tells.
bool stop_is_suspected(const model::Deployment& deployment, const model::Container& container,
                       const Absence& absence);

// As what minds the signals of a stop, or has no handler for them. Where there is no mark to tell,
// only that is taken for a stop: anything else is the failure that it seems to be.
bool ended_like_a_stop(int exit_code);

// Whether the engine may start at its boot what a client had stopped (ENGINE.md 2). Where it does
// not, and it runs, a client has started it.
bool may_start_at_boot(const model::RestartPolicy& policy);

std::set<model::ContainerId> up_among(const std::vector<model::Container>& containers);
FirstLook first_look_of(const model::Deployment& deployment, const model::Observation& seen);

}  // namespace reconcile
