// What a pass knows of its deployment before it plans: a look, and what is settled by it.
#include "core/time_text.hpp"
#include "reconcile/loop.hpp"
#include "reconcile/plan.hpp"
#include "reconcile/thrown.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace reconcile {

// What throws is about what was read of this deployment: it is a look that failed, and no reason
// for the agent to leave all others alone.
awaitable<void> Loop::pass_or_problem(model::DeploymentName name) {
  std::string why;
  try {
    co_await pass(name);
    co_return;
  } catch (...) {
    why = words_unless_cancelled(std::current_exception());
  }
  spdlog::error("reconcile.pass_failed deployment={} why=\"{}\"", name, why);
  auto* track = find(name);
  if (track == nullptr) co_return;
  track->problem = std::move(why);
  track->fresh = false;
  note_unseen(name);
  publish(name);
}

// False where nothing may be planned: it could not be looked at, or what was seen could not be
// settled.
awaitable<bool> Loop::see(model::DeploymentName name) {
  const bool may = co_await may_look(name);
  const bool looked = may && co_await look(name);
  if (!looked) co_return false;
  if (find(name)->unseen_since_return && listener_ != nullptr) {
    find(name)->unseen_since_return = false;
    co_await listener_->on_first_look(name);
  }
  co_await explain_ends(name);
  const bool facts_stand = co_await settle_facts(name);
  const bool foreign_stands = co_await settle_foreign(name);
  auto* track = find(name);
  if (track == nullptr) co_return false;
  if (facts_stand && foreign_stands) {
    note_seen(*track);
    co_return true;
  }
  // What could not be asked or written is tried again after a pause.
  if (track->problem.empty()) wake(name);
  co_return false;
}

// One failed look says nothing; after two resyncs without one that succeeded, what was seen before
// is no longer what is.
void Loop::note_unseen(const model::DeploymentName& name) {
  auto* track = find(name);
  if (track == nullptr || track->problem.empty() || !surroundings_.engine_up) return;
  const auto now = ports_.clock.now();
  if (!track->unseen_since) track->unseen_since = now.mono;
  const auto lasted =
      std::chrono::duration_cast<core::Milliseconds>(now.mono - *track->unseen_since);
  if (lasted < 2 * settings_.resync) return;
  const bool was_told = !track->unseen_because.empty();
  track->unseen_because = "it could not be looked at since " + core::local_text(now.wall - lasted) +
                          ": " + track->problem;
  make_plan(name);
  if (!was_told) say_unseen(name, track->unseen_because);
}

void Loop::note_seen(Track& track) const {
  track.unseen_since.reset();
  if (track.unseen_because.empty()) return;
  track.unseen_because.clear();
  track.said_converged.reset();  // how it is, is news
}

// What another deployment names is no leftover of this one, whoever made it and whether its
// containers run.
void Loop::forget_networks_of_others(model::Observation& seen,
                                     const model::DeploymentName& name) const {
  const auto names_it = [](const model::Deployment& deployment, const std::string& network) {
    const auto& all = deployment.current.spec->networks;
    return std::any_of(all.begin(), all.end(),
                       [&](const auto& entry) { return entry.second.name == network; });
  };
  const auto& deployments = ports_.ledger.desire().deployments;
  const auto* own = ports_.ledger.find(name);
  std::erase_if(seen.networks, [&](const model::SeenNetwork& network) {
    if (own != nullptr && names_it(*own, network.name)) return false;
    return std::any_of(deployments.begin(), deployments.end(), [&](const auto& other) {
      return other.first != name && names_it(other.second, network.name);
    });
  });
}

awaitable<bool> Loop::look(model::DeploymentName name) {
  const auto* deployment = ports_.ledger.find(name);
  auto* track = find(name);
  if (deployment == nullptr || track == nullptr) co_return false;
  auto spec = deployment->current.spec;
  track->under_way_at_look = executor_of_steps_.left_of(name);
  track->fresh = true;  // an event during the look unsets it only where the stream breaks
  const auto leftovers = deployment->deleting ? Leftovers::seen : Leftovers::unseen;
  auto seen = co_await ports_.runtime.observe(std::move(spec), leftovers);
  track = find(name);
  if (track == nullptr) co_return false;
  if (!seen) {
    track->problem = seen.error().text();
    track->fresh = false;
    spdlog::warn("reconcile.look_failed deployment={} why=\"{}\"", name, track->problem);
    co_return false;
  }
  track->problem.clear();
  const bool followed = track->looked && !track->unseen_since_return && surroundings_.engine_up;
  track->untold.note_look(followed ? &track->seen : nullptr, *seen, ports_.clock.now().mono);
  if (leftovers == Leftovers::seen) forget_networks_of_others(*seen, name);
  track->seen = std::move(*seen);
  track->seen.at = ports_.clock.now();
  track->looked = true;
  ask_checks(name, *track);
  if (const auto* now = ports_.ledger.find(name)) judge_ends(track->memory, *now, track->seen);
  note_observation(track->memory, track->seen, name, settings_.plan.backoff);
  if (const auto* now = ports_.ledger.find(name))
    note_objects(track->memory, *now->current.spec, track->seen);
  co_return true;
}

// False where the desired state changed under this pass, or could not be written: look again.
awaitable<bool> Loop::settle_facts(model::DeploymentName name) {
  const auto* deployment = ports_.ledger.find(name);
  auto* track = find(name);
  if (deployment == nullptr) co_return false;
  LookedAt context;
  context.engine_start = surroundings_.engine_start;
  context.now = ports_.clock.now().wall;
  context.engine_ahead = surroundings_.engine_ahead;
  context.undecided = undecided_of(*track);
  for (const auto& [id, trail] : track->trails) {
    if (trail.evidence.own_call && trail.evidence.died) context.ended_by_us.insert(id);
  }
  context.down_from = surroundings_.down_from;
  context.down_until = surroundings_.down_until;
  for (const auto& key : overtaken_calls(name, track->seen, ports_.ledger.desire(), context))
    ports_.own_calls.overtake(key, ports_.clock.now().mono);
  auto changes = records_from_look(*deployment, track->seen, ports_.ledger.desire(), context);
  auto jobs = ended_jobs(*deployment, track->seen, context);
  changes.insert(changes.end(), std::make_move_iterator(jobs.begin()),
                 std::make_move_iterator(jobs.end()));
  auto overtaken = overtaken_ends(*deployment, track->seen, context);
  changes.insert(changes.end(), std::make_move_iterator(overtaken.begin()),
                 std::make_move_iterator(overtaken.end()));
  for (const auto& id : to_record_anew(scene_of(*deployment, track->seen, *track))) {
    auto record = deployment->containers.at(id);
    if (record.generation == model::half_made) continue;
    record.generation = deployment->current.number;
    changes.emplace_back(RecordContainer{name, std::move(record)});
  }
  if (!changes.empty()) ports_.ledger.commit_behind(std::move(changes));
  // By the facts as they are now.
  auto done = verbs_done(*ports_.ledger.find(name), track->seen, context.by_engine());
  if (!done.empty()) ports_.ledger.commit_behind(std::move(done));
  co_return true;
}

}  // namespace reconcile
