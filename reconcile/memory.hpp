// What the loop remembers of a deployment's services between passes. In memory only: after a
// restart of the agent every service is tried at once. Pure updates: the time is an argument,
// nothing is read.
//
// The counters and what they mean:
//   failures  attempts of ours in a row that failed (create, start, pull, connect...); the next
//   waits `delay(failures)` deaths    deaths of one container that nobody asked for, in a row;
//   after death n it waits `delay(n - 1)` remedies  restarts of one container for its ill-health,
//   in a row; the next waits `delay(remedies)`
// All go back to zero once the container ran `BackoffSettings::reset_after` (remedies: well for
// that long).
#pragma once

#include "core/backoff.hpp"
#include "core/clock.hpp"
#include "model/action.hpp"
#include "model/deployment.hpp"
#include "model/fault.hpp"
#include "model/observation.hpp"
#include "model/spec.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace reconcile {

// What runs for so long does run, whatever was said of it before. The engine forgets its own
// backoff after as long.
inline constexpr core::Milliseconds proving_time{10'000};

struct ToldEnd {
  core::WallTime at;           // by the engine's clock
  bool out_of_memory = false;  // something in it was killed for memory right before
  bool operator==(const ToldEnd&) const = default;
};

struct ContainerMemory {
  bool up = false;                           // believed up: its next death is one that counts
  core::MonoTime up_since;                   // valid while `up`
  std::optional<core::MonoTime> told_start;  // of the run that goes on; absent: nobody told of it
  std::optional<core::MonoTime> down_since;  // first seen or heard to be down; absent while up or
                                             // never seen
  bool was_up = false;                       // at least once, that is known
  bool starts_no_more = false;               // its engine says so, for good
  std::optional<model::Fault> hopeless;      // its last words: no start helps. Until it runs on
  core::WallTime explained_end;              // the newest end that was asked about
  std::optional<ToldEnd> told_end;           // the newest that an event told of
  bool engine_restarts = false;  // nobody asked for its end, and its restart policy acts on it
  bool comes_back = false;       // stopped by a pass that was to start it again, and not up since
  int deaths = 0;
  core::MonoTime last_death;  // valid while deaths > 0
  int last_exit_code = 0;
  std::optional<int> restart_count;  // the engine's, when last seen
  int deaths_since_count = 0;  // deaths noted since that look: events and RestartCount tell of the
                               // same ones
  int remedies = 0;
  core::MonoTime last_remedy;  // valid while remedies > 0
  std::optional<core::MonoTime> unhealthy_since, well_since;
  std::optional<core::MonoTime> last_progress;  // its health log showed progress while unhealthy
  int failing_streak = 0;
  bool operator==(const ContainerMemory&) const = default;
};

struct Attempts {
  int failures = 0;
  core::MonoTime last_attempt;  // valid while failures > 0
  std::optional<model::Fault> last_fault;
  std::optional<core::MonoTime> needs_operator_since;
  bool operator==(const Attempts&) const = default;
};

struct ServiceMemory : Attempts {
  std::map<model::ContainerId, ContainerMemory> containers;
  int successors_due = 0;  // so many that `comes_back` are gone, and nothing new was started in
                           // their place
  bool operator==(const ServiceMemory&) const = default;
};

struct Memory {
  std::map<model::ServiceName, ServiceMemory> services;
  // Attempts at what is no service: by `shared_object` and `end_object`.
  std::map<std::string, Attempts> objects;
  const ServiceMemory& of(const model::ServiceName& service) const;  // an empty one where nothing
                                                                     // is known
  const ContainerMemory& of(const model::ServiceName& service, const model::ContainerId& id) const;
  const Attempts& of_object(const std::string& object) const;
  // A pass stopped a container of it to start it again, and has not yet, though it can be.
  bool comes_back(const model::ServiceName& service) const;
  bool operator==(const Memory&) const = default;
};

// What a step makes or removes that belongs to no single service, "create_network front"; "" for
// every other step.
std::string shared_object(const model::Action& action);
// What a step ends, "stop <id>", "remove <id>"; "" for every other step.
std::string end_object(const model::Action& action);

// What was to be removed is used by others still.
bool is_left_to_others(const Attempts& removal);

// A step of the service failed. A fault of class `engine` counts nothing. `config` needs an
// operator at once, everything else after `attempts` in a row. A first `repairable` fault of its
// kind does not delay the next look: it leads to another action.
void note_attempt_failed(Attempts& memory, const model::Fault& fault, int attempts,
                         core::Instant now);
// The engine refused to start `id`, which may be "".
void note_start_refused(ServiceMemory& memory, const model::ContainerId& id,
                        const model::Fault& fault);
// It ended, told as note_death tells it and nobody having asked for it: where its restart policy
// acts the next start is the engine's own, unless somebody stops it before or a look finds it left
// down.
void note_engines_turn(ServiceMemory& memory, const model::ContainerId& id,
                       const model::RestartPolicy& policy, int exit_code);
// By us, and not to be looked for any more.
void note_removed(ServiceMemory& memory, const model::ContainerId& id);
// All is as it should be: nothing is to come back any more.
void note_converged(Memory& memory);
// A container started, by us, by the engine or by somebody else. Ends the row of failed attempts.
void note_started(ServiceMemory& memory, const model::ContainerId& id, core::Instant now);
// A `die` that counts as drift (crash, or a kill that is drift). Not for own stops, not for a
// client's stop, not for the engine's shutdown. A second report of the same death changes nothing.
void note_death(ServiceMemory& memory, const model::ContainerId& id, int exit_code,
                core::Instant now, const core::BackoffSettings& backoff);
// It is down because somebody wanted it so (own stop, a client's stop): no death.
void note_stopped(ServiceMemory& memory, const model::ContainerId& id, core::Instant now);
// Its end was taken for wanted at first (`note_stopped`) and was not: a kill that is drift. Changes
// nothing where it runs again.
void note_death_after_all(ServiceMemory& memory, const model::ContainerId& id, int exit_code,
                          core::Instant now, const core::BackoffSettings& backoff);
// Containers of services that are to run whose last words have not been asked for since they ended,
// and may tell that no start helps: they ended at once, as what could not be executed does.
std::vector<model::Container> unexplained_ends(const Memory& memory, const model::Observation& seen,
                                               const model::Deployment& deployment);
void note_end_explained(ServiceMemory& memory, const model::Container& ended,
                        std::optional<model::Fault> hopeless);
// The engine says that something in a container was killed for memory; also after its end, and as
// long as it lives, whatever then ended it.
void note_ran_out(ServiceMemory& memory, const model::ContainerId& id, core::WallTime at);
// Makes `oom_killed` of containers that have ended say what was told with their end; where that is
// not known, nothing that was stopped on purpose ran out of memory.
void judge_ends(const Memory& memory, const model::Deployment& deployment,
                model::Observation& seen);
// An event told of the end that the engine shows.
bool end_is_told(const Memory& memory, const model::Container& container);
// Forgets what kept networks and volumes of the spec from being made that are there by now, and
// containers from being ended that have.
void note_objects(Memory& memory, const model::Spec& spec, const model::Observation& seen);
// We restarted it for its ill-health.
void note_remedy(ServiceMemory& memory, const model::ContainerId& id, core::Instant now);
// The engine went away: what is found down afterwards died with it, and counts as no death.
void note_engine_lost(Memory& memory);
// Verbs and new generations begin anew: everything about the service's failures is forgotten.
void forget_failures(ServiceMemory& memory);
// Call after each look, before `plan`: forgets containers that are gone, counts deaths that the
// events did not tell (RestartCount grew, or it was up and is down), follows health, and resets the
// counters of what ran long enough. `service_of` by label.
void note_observation(Memory& memory, const model::Observation& seen,
                      const model::DeploymentName& deployment,
                      const core::BackoffSettings& backoff);

// This life saw the one start while the other was up, which it has been since: no clock that was
// set since then says anything else.
bool has_followed(const ContainerMemory& one, const ContainerMemory& other);

// Whether the probes of a health log (oldest first) show work going on: a new kind of output, or a
// number that grows from probe to probe. Times of day in the output are ignored.
bool shows_progress(const std::vector<model::HealthProbe>& log);

}  // namespace reconcile
