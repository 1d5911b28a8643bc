// Carries out a plan, step by step, as concurrently as its order allows. Decides nothing: it stops
// early when what the owner wants has changed since the plan was made, leaves what lasts to itself
// when there is something to look at, records calls before they are sent, and reports what came of
// each.
#pragma once

#include "core/io/task_group.hpp"
#include "core/io/timing.hpp"
#include "reconcile/ledger.hpp"
#include "reconcile/own_calls.hpp"
#include "reconcile/ports.hpp"
#include "reconcile/step_run.hpp"

#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace reconcile {

struct Pass {
  model::DeploymentName deployment;
  model::Plan plan;
  // Containers by service, for the namespaces that refer to them; grows as the pass creates.
  std::map<model::ServiceName, model::ContainerId> parents;
  model::GenerationNumber generation = 0;
  std::string engine_start;
  std::uint64_t wish = 0;  // Ledger::wish_of when it was planned
  // How long it may wait for nothing but what lasts before the deployment is looked at again.
  core::Milliseconds patience{600'000};
};

struct StepReport {
  model::Step step;
  bool done = false;
  bool abandoned = false;       // the owner's wish changed first: nothing was sent
  bool late = false;            // its run had ended
  bool outdated = false;        // the owner's wish has changed since: a failure says nothing of it
  bool leads_to_start = false;  // as the function of plan.hpp says of its plan
  Done result;
  model::Fault fault;  // where not done and not abandoned
  core::Milliseconds took{0};
};

struct Ending {
  int done = 0;  // besides pulls, which are done again in every pass and take nothing further
  std::vector<std::size_t> not_begun;
};

class Executor {
 public:
  Executor(Runtime& runtime, Ledger& ledger, EventSink& events, OwnCalls& own_calls,
           const core::Clock& clock, core::Semaphore& permits, core::TaskGroup& tasks)
      : runtime_(runtime),
        ledger_(ledger),
        events_(events),
        own_calls_(own_calls),
        clock_(clock),
        permits_(permits),
        tasks_(tasks) {}

  using OnReport = std::function<void(const StepReport&)>;
  // Runs the steps whose gates are open. `on_report` is called on the I/O thread after each one,
  // also after the run: nobody waits for what lasts where there is something to look at (StepRun).
  // One run of a deployment at a time.
  awaitable<Ending> run(Pass pass, boost::asio::any_io_executor executor, OnReport on_report);
  // There is something to look at in the deployment. `at_once`: nothing more begins before that.
  void interrupt(const model::DeploymentName& deployment, bool at_once);
  // What earlier runs left and is under way still, besides pulls.
  std::vector<model::Step> left_of(const model::DeploymentName& deployment) const;
  // And what the newest run is at.
  std::vector<model::Step> under_way(const model::DeploymentName& deployment) const;
  // A pull of an earlier run that the step, a PullImage, would only join.
  bool is_pull_under_way(const model::DeploymentName& deployment, const model::Step& step) const;

 private:
  struct Run;
  // Of a pull: who is told of its end, the newest run that needs it.
  struct Place {
    std::shared_ptr<Run> run;
    std::size_t index = 0;
  };
  using PullKey = std::pair<model::DeploymentName, std::string>;  // with the image
  static awaitable<void> run_one(std::shared_ptr<Run> run, std::size_t index);
  void launch_ready(const std::shared_ptr<Run>& run);
  bool joins_pull(const std::shared_ptr<Run>& run, std::size_t index);
  Place told_of_end(const std::shared_ptr<Run>& run, std::size_t index);
  void forget_left(const Run& run, std::size_t index);
  awaitable<StepReport> carry_out(std::shared_ptr<Run> run, std::size_t index);
  awaitable<model::Outcome<Done>> attempt(std::shared_ptr<Run> run, std::size_t index);
  awaitable<model::Outcome<Done>> perform(Work work);
  awaitable<model::Outcome<Done>> call_engine(std::shared_ptr<Run> run, std::size_t index);
  awaitable<void> record_after(std::shared_ptr<Run> run, const model::Step& step, std::string key,
                               const model::Outcome<Done>& outcome, std::string made_with);
  void say_started(const Run& run, const model::Step& step);
  void say_of_pull(const Run& run, const model::Step& step, std::string type,
                   const std::string& progress);
  void say_ended(const Run& run, const StepReport& report);

  Runtime& runtime_;
  Ledger& ledger_;
  EventSink& events_;
  OwnCalls& own_calls_;
  const core::Clock& clock_;
  core::Semaphore& permits_;
  core::TaskGroup& tasks_;
  std::uint64_t next_key_ = 0;
  std::map<model::DeploymentName, std::weak_ptr<Run>> newest_;
  std::map<model::DeploymentName, std::vector<model::Step>> left_;
  std::map<PullKey, Place> pulls_;
};

}  // namespace reconcile
