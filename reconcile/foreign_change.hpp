// Somebody else at work in a deployment: from the first create, destroy, rename, stop or update by
// another client until `settle` without one, at most `settle_max`. A container that was sent the
// signal to end keeps it open until it has ended, or its grace is over. Pure. The loop leaves
// out own calls, one-off containers, and what a new engine start did itself.
#pragma once

#include "core/clock.hpp"
#include "model/deployment.hpp"
#include "model/observation.hpp"
#include "reconcile/scene.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace reconcile {

struct ForeignEvent {
  std::string type = "container";  // container | network
  // create destroy rename stop update open a change; kill (a signal that ends) and die go on with
  // one; anything else is ignored.
  std::string action;
  std::string id;                    // of the container or the network
  model::ServiceName service;        // "" for a network
  core::Milliseconds grace{10'000};  // of the container, from the signal that ends to SIGKILL
};

struct ForeignChange {
  core::MonoTime since, last;
  std::set<model::ServiceName> services;
  std::set<model::ContainerId> stopped;  // `stop` seen during this change
  // Told to end, and have not yet: when their grace is over.
  std::map<model::ContainerId, core::MonoTime> ending;
  std::map<model::ContainerId, model::ServiceName> taken;  // went by `stop` + `destroy`
  bool network_removed = false;
  bool operator==(const ForeignChange&) const = default;
};

// True where the event opens or continues a change. A signal alone opens none: it is drift, or a
// stop that tells of itself.
bool note_foreign(std::optional<ForeignChange>& change, const ForeignEvent& event,
                  core::Instant now);
// A container that went by `stop` + `destroy`, both of which are known: from an earlier life.
void note_taken(std::optional<ForeignChange>& change, const model::ContainerId& id,
                const model::ServiceName& service, core::Instant now);
// The engine is gone, and the stops may have been its own. No engine removes what it has stopped:
// who took that away, and what was made in its place, is judged once it is back.
void keep_removals(std::optional<ForeignChange>& change);
core::MonoTime ends_at(const ForeignChange& change, const Settings& settings);
ForeignWork work_of(const ForeignChange& change, const Settings& settings);

// What it came to, once it has ended. A replacement that still waits for what it is to replace
// (plan_look.hpp) is nobody's word yet, and no replica.
struct NewWord {  // a container for our service with another image or config-hash: a new
                  // generation, source `engine`
  model::ServiceName service;
  model::ContainerId container;
  bool operator==(const NewWord&) const = default;
};
struct SameAgain {  // made again as it was: to be recorded at the current generation
  model::ServiceName service;
  model::ContainerId container;
  bool operator==(const SameAgain&) const = default;
};
struct Scaled {  // more or fewer containers of the service than the spec says
  model::ServiceName service;
  int replicas = 1;
  bool operator==(const Scaled&) const = default;
};
struct Removed {  // the service's containers went by stop + destroy: intent stopped, proof removed
  model::ServiceName service;
  bool operator==(const Removed&) const = default;
};
struct ComposeDown {  // nothing is left: all services are removed
  bool operator==(const ComposeDown&) const = default;
};
using ForeignOutcome = std::variant<NewWord, SameAgain, Scaled, Removed, ComposeDown>;

// Also says what was made while the agent was away: with an empty change it finds NewWord and
// SameAgain from the records alone.
std::vector<ForeignOutcome> outcomes_of(const ForeignChange& change,
                                        const model::Deployment& deployment,
                                        const model::Observation& seen);
// "an engine client made shop/web anew from nginx:1.28"
std::string sentence_of(const ForeignOutcome& outcome, const model::Deployment& deployment,
                        const model::Observation& seen);

}  // namespace reconcile
