// The level-triggered loop: one coroutine a deployment, woken by events, verbs and time; each pass
// looks, plans, acts, publishes. Events only shorten the way: a lost one costs until the next
// resync and never correctness. I/O thread only.
#pragma once

#include "core/durations.hpp"
#include "core/io/task_group.hpp"
#include "core/io/timing.hpp"
#include "reconcile/budget.hpp"
#include "reconcile/executor.hpp"
#include "reconcile/facts.hpp"
#include "reconcile/ledger.hpp"
#include "reconcile/scene.hpp"
#include "reconcile/track.hpp"

#include <random>
#include <vector>

namespace reconcile {

struct LoopSettings {
  Settings plan;
  core::Milliseconds resync{60'000};
  int budget_actions = 20;
  core::Milliseconds budget_per{600'000};
  bool observe_only = false;
};

// Facts about engine and host that the passes need; written by the watcher.
struct Surroundings {
  bool engine_up = false;
  bool host_going_down = false;  // as it was when a stop was last asked about: nothing is begun
  std::string engine_start;
  std::optional<core::WallTime> engine_started_at;
  core::Milliseconds engine_ahead{0};  // its clock, of ours; another host's may be far off
  std::optional<core::MonoTime> booted_at;
  core::WallTime down_from, down_until;  // the last time the engine was away
};

// Asked and told by every pass, on the I/O thread.
class PassListener {
 public:
  virtual ~PassListener() = default;
  // After the first look since the engine or the agent came back: what was done meanwhile is found
  // out before anything is planned.
  virtual awaitable<void> on_first_look(model::DeploymentName name) = 0;
  virtual void on_pass(const model::DeploymentName& name) = 0;
};

class Loop {
 public:
  struct Ports {
    Runtime& runtime;
    SpecEditor& editor;
    Ledger& ledger;
    EventSink& events;
    OwnCalls& own_calls;
    const core::Clock& clock;
    core::TaskGroup& tasks;
    core::Semaphore& permits;
    HostUnits& units;
  };

  Loop(Ports ports, boost::asio::any_io_executor executor, LoopSettings settings);

  // A pass follows soon; during one, exactly one more. `urgent`: the last look, patched by an
  // event, may be acted on, and a pass under way leaves to itself what can be left.
  void wake(const model::DeploymentName& name, bool urgent = false);
  void wake_all();
  // Begins to look after a deployment that is in the ledger; anew where another of its name is
  // about to end.
  Track& adopt(const model::DeploymentName& name);
  Track* find(const model::DeploymentName& name);
  const Tracks& tracks() const { return tracks_; }
  Surroundings& surroundings() { return surroundings_; }
  const Surroundings& surroundings() const { return surroundings_; }
  void configure(LoopSettings settings);
  const LoopSettings& settings() const { return settings_; }
  Budget& budget() { return budget_; }
  Breaker& breaker() { return breaker_; }
  // Once that it opened, and once that it closed, however often it opened in between.
  void say_breaker();
  void set_listener(PassListener* listener) { listener_ = listener; }
  // It must outlive the loop, or be taken back by nullptr.
  void set_ailments(const Ailments* ailments) { ailments_ = ailments; }
  // What the checks say of its containers is another now. Those of its services that are ill since.
  std::set<model::ServiceName> note_ailments(const model::DeploymentName& name);
  core::MonoTime last_progress() const { return last_progress_; }
  // Of the passes that had an engine to look at, from the look until it was published what came of
  // it.
  const core::Durations& pass_durations() const { return pass_durations_; }

  // Services that a pass has taken down, or is about to, and that nobody else would start again.
  std::set<model::ServiceName> owed(const model::DeploymentName& name) const;

  awaitable<model::Outcome<model::Container>> inspect(model::ContainerId id) {
    return ports_.runtime.inspect(std::move(id));
  }
  // Services of a spec to be applied that are built, and whose image the engine does not have; none
  // where it is away.
  awaitable<std::vector<std::string>> missing_builds(std::shared_ptr<const model::Spec> spec);
  // A look and a plan that nothing follows from; as if the request were applied, where given.
  awaitable<core::Result<std::string>> dry_run(model::DeploymentName name,
                                               std::optional<ApplyRequest> request);

 private:
  struct Sight;
  static awaitable<void> run(Loop* self, model::DeploymentName name);
  awaitable<void> pass_or_problem(model::DeploymentName name);
  awaitable<void> pass(model::DeploymentName name);
  awaitable<bool> see(model::DeploymentName name);
  void note_unseen(const model::DeploymentName& name);
  void forget_networks_of_others(model::Observation& seen, const model::DeploymentName& name) const;
  void note_seen(Track& track) const;
  awaitable<bool> may_look(model::DeploymentName name);
  awaitable<bool> look(model::DeploymentName name);
  bool has_unexplained_ends(const model::DeploymentName& name) const;
  awaitable<void> explain_ends(model::DeploymentName name);
  awaitable<bool> settle_facts(model::DeploymentName name);
  awaitable<bool> settle_foreign(model::DeploymentName name);
  bool not_settled(const model::DeploymentName& name, std::string why);
  void take_new_word(Sight& sight, const NewWord& word, const model::Observation& seen,
                     model::StoredInspect raw);
  void take_outcome(Sight& sight, const ForeignOutcome& outcome, core::WallTime now);
  std::vector<Change> changes_of(Sight& sight, core::WallTime now,
                                 const std::vector<std::string>& sentences);
  void say_changed(const model::DeploymentName& name, const std::vector<ForeignOutcome>& outcomes,
                   const std::vector<std::string>& sentences, core::WallTime at);
  void ask_checks(const model::DeploymentName& name, Track& track) const;
  void make_plan(const model::DeploymentName& name);
  void end_exemptions(Track& track) const;
  awaitable<void> act(model::DeploymentName name);
  Pass pass_of(const model::DeploymentName& name, const Track& track) const;
  std::vector<bool> spend_budget(const model::Deployment& deployment, const Track& track);
  void end_turn(const model::DeploymentName& name);
  void rest_engine(Track& track) const;
  awaitable<void> finish_delete(model::DeploymentName name);
  bool engine_rests(Track& track) const;
  void take_object(Track& track, const StepReport& report) const;
  void take_report(const model::DeploymentName& name, const StepReport& report);
  void take_late_report(const model::DeploymentName& name, const StepReport& report);
  void note_under_way(const model::DeploymentName& name, const Track& track,
                      model::Plan& plan) const;
  void say_phase(const model::DeploymentName& name);
  void say_loops(const model::DeploymentName& name);
  void say_unseen(const model::DeploymentName& name, const std::string& why);
  void say_enforced(const model::DeploymentName& name, const model::Step& step);
  void publish(const model::DeploymentName& name);
  void wake_dependents(const model::DeploymentName& name);
  bool may_act(const Track& track) const;
  Scene scene_of(const model::Deployment& deployment, const model::Observation& seen,
                 const Track& track) const;
  core::Milliseconds nap(const Track& track);

  Ports ports_;
  boost::asio::any_io_executor executor_;
  LoopSettings settings_;
  Executor executor_of_steps_;
  Budget budget_;
  Breaker breaker_;
  bool said_breaker_ = false;   // as open
  model::DeploymentName turn_;  // whose service is started now, while it is one at a time
  Tracks tracks_;
  std::map<model::DeploymentName, ForeignStates> told_;  // what dependents were last woken for
  Surroundings surroundings_;
  PassListener* listener_ = nullptr;
  const Ailments* ailments_ = nullptr;
  core::MonoTime last_progress_;
  core::Durations pass_durations_;
  std::minstd_rand jitter_;
};

// What other deployments' services are like, for dependencies across deployments. Pure.
ForeignStates foreign_states(const Ledger& ledger, const Tracks& tracks);
// Containers whose stop or kill is still being judged, or whose end is still to be told.
std::set<model::ContainerId> undecided_of(const Track& track);
// Among these: replicas that a client has stopped while others of their service go on.
std::set<model::ContainerId> set_aside_of(const Track& track);

}  // namespace reconcile
