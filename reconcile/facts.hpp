// What a look at the engine adds to the stored facts before anything is planned. Pure.
#pragma once

#include "reconcile/ledger.hpp"
#include "reconcile/ports.hpp"
#include "reconcile/wall_order.hpp"

#include <set>
#include <string>
#include <vector>

namespace reconcile {

struct LookedAt {
  std::string engine_start;
  core::WallTime now;
  core::Milliseconds engine_ahead{0};  // its clock, of ours
  WallOrder by_engine() const { return WallOrder(now + engine_ahead); }
  // Containers whose stop is being judged: they say nothing yet.
  std::set<model::ContainerId> undecided;
  // Containers that we have stopped since they started: how they ended says nothing of them.
  std::set<model::ContainerId> ended_by_us;
  // While engine or host were going down and away: what ended in it, ended because of it.
  core::WallTime down_from, down_until;
  bool ended_in_shutdown(core::WallTime by_engine) const {
    const auto at = by_engine - engine_ahead;
    return down_from <= at && at <= down_until;
  }
};

// Records for containers that are ours beyond doubt, or older than the owner's newest word:
// - made by a create of ours of which nobody knew what came (an earlier life of the agent had begun
// it, or its answer was lost, or it could not be undone), unless it carries another configuration:
// of the call's generation if it ever ran, else half made until somebody else starts it. Where none
// came of it for long enough, the create is done with;
// - no record, but made before the current generation was set: drift like any other, recorded at
// generation 0;
// - a record whose engine start is not the one under which the container is seen running now, or
// that does not say since when it is paused, or still does.
// Containers made by others after the current generation stay without a record (foreign_change.hpp
// judges them).
std::vector<Change> records_from_look(const model::Deployment& deployment,
                                      const model::Observation& seen, const Desire& desire,
                                      const LookedAt& context);

// Keys of calls without an answer that end a container (own_calls.hpp), while it runs and was
// started after they had begun: they have done what they were to, or somebody has undone it.
std::vector<std::string> overtaken_calls(const model::DeploymentName& deployment,
                                         const model::Observation& seen, const Desire& desire,
                                         const LookedAt& context);

// Since its last start somebody asked it to end: a client by a signal, or the owner by a word for
// its service. What then ends with 0 may have been interrupted in its middle.
bool was_told_to_end(const model::Deployment& deployment, const model::Container& container,
                     const WallOrder& by_engine, core::Milliseconds engine_ahead);

// Jobs found ended, whose end nobody saw, unless they were told to end: exited 0 counts as
// completed, unless engine or host was going down. Everything else is a failed run of the current
// generation, counted once, but where engine or host may have ended it: 255, and in a shutdown what
// a stop leaves behind.
std::vector<Change> ended_jobs(const model::Deployment& deployment, const model::Observation& seen,
                               const LookedAt& context);

// Of what has ended, and a verb asked to run once more after it had begun: however its end was
// counted, by a death that is told again to another life of the agent or by one under a hold, it
// counts for nothing.
std::vector<Change> overtaken_ends(const model::Deployment& deployment,
                                   const model::Observation& seen, const LookedAt& context);

// That it failed, as the engine shows it, is counted.
bool is_failure_counted(const model::Deployment& deployment, const model::Container& container,
                        const WallOrder& by_engine);

// The facts after a `die` that was told, without a kill, at that time of the engine's clock:
// completed, or a failed run of a job. Empty where it is neither, or that very death is counted.
std::vector<Change> facts_of_death(const model::Deployment& deployment,
                                   const model::ServiceName& service, const model::ContainerId& id,
                                   int exit_code, core::WallTime at);

// Containers that a verb of the owner asked to be restarted, or made anew, and that have not been
// since, by the engine's clock.
std::set<model::ContainerId> asked_to_restart(const model::Deployment& deployment,
                                              const model::Observation& seen,
                                              const WallOrder& by_engine);
std::set<model::ContainerId> asked_to_replace(const model::Deployment& deployment,
                                              const model::Observation& seen,
                                              const WallOrder& by_engine);

// What a verb asked for and what is seen to be done is asked for no more: another clock, or the
// same one after it was set, would have it done once more.
std::vector<Change> verbs_done(const model::Deployment& deployment, const model::Observation& seen,
                               const WallOrder& by_engine);

// The image ids that have converged now.
std::vector<Change> converged_images(const model::Deployment& deployment,
                                     const model::Observation& seen);

}  // namespace reconcile
