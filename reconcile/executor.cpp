#include "reconcile/executor.hpp"

#include "core/fail_point.hpp"
#include "reconcile/call_record.hpp"
#include "reconcile/plan.hpp"
#include "reconcile/thrown.hpp"

#include <algorithm>

namespace reconcile {
namespace {

std::string doing_of(const model::Step& step) {
  const std::string verb(model::verb_of(step.action));
  return step.service.empty() ? verb : verb + " of " + step.service;
}

}  // namespace

struct Executor::Run {
  Run(Executor& owner, Pass what, boost::asio::any_io_executor on, OnReport tell)
      : self(owner),
        pass(std::move(what)),
        on_report(std::move(tell)),
        changed(on),
        steps(pass.plan.steps, self.clock_.now().mono, pass.patience) {}

  Executor& self;
  Pass pass;
  OnReport on_report;
  core::Wakeup changed;
  StepRun steps;
  std::map<std::pair<model::ServiceName, int>, model::ContainerId> created;

  bool is_wanted() const { return self.ledger_.wish_of(pass.deployment) == pass.wish; }
};

awaitable<Ending> Executor::run(Pass pass, boost::asio::any_io_executor executor,
                                OnReport on_report) {
  auto run = std::make_shared<Run>(*this, std::move(pass), executor, std::move(on_report));
  const auto& name = run->pass.deployment;
  newest_[name] = run;
  launch_ready(run);
  for (;;) {
    const auto now = clock_.now().mono;
    if (run->steps.may_end(now)) break;
    if (const auto at = run->steps.may_end_at()) {
      (void)co_await run->changed.wait_for(std::chrono::ceil<core::Milliseconds>(*at - now));
    } else {
      co_await run->changed.wait();
    }
  }
  run->steps.end();
  for (const auto index : run->steps.sent()) {
    const auto& step = run->steps.step(index);
    if (pulled_by(step) == nullptr) left_[name].push_back(step);
  }
  newest_.erase(name);
  co_return Ending{run->steps.done_besides_pulls(), run->steps.not_begun()};
}

void Executor::interrupt(const model::DeploymentName& deployment, bool at_once) {
  const auto found = newest_.find(deployment);
  const auto run = found == newest_.end() ? nullptr : found->second.lock();
  if (run == nullptr || run->steps.has_ended()) return;
  run->steps.interrupt(at_once || !run->is_wanted());
  run->changed.notify();
}

std::vector<model::Step> Executor::left_of(const model::DeploymentName& deployment) const {
  const auto found = left_.find(deployment);
  return found == left_.end() ? std::vector<model::Step>{} : found->second;
}

std::vector<model::Step> Executor::under_way(const model::DeploymentName& deployment) const {
  auto steps = left_of(deployment);
  const auto found = newest_.find(deployment);
  const auto run = found == newest_.end() ? nullptr : found->second.lock();
  if (run == nullptr || run->steps.has_ended()) return steps;
  for (const auto index : run->steps.sent()) {
    const auto& step = run->steps.step(index);
    if (pulled_by(step) == nullptr) steps.push_back(step);
  }
  return steps;
}

bool Executor::is_pull_under_way(const model::DeploymentName& deployment,
                                 const model::Step& step) const {
  const auto* image = pulled_by(step);
  return image != nullptr && pulls_.contains({deployment, *image});
}

bool Executor::joins_pull(const std::shared_ptr<Run>& run, std::size_t index) {
  const auto* image = pulled_by(run->steps.step(index));
  if (image == nullptr) return false;
  return !pulls_.insert_or_assign({run->pass.deployment, *image}, Place{run, index}).second;
}

Executor::Place Executor::told_of_end(const std::shared_ptr<Run>& run, std::size_t index) {
  const auto* image = pulled_by(run->steps.step(index));
  if (image == nullptr) return {run, index};
  auto told = pulls_.extract({run->pass.deployment, *image});
  return told.empty() ? Place{run, index} : std::move(told.mapped());
}

void Executor::forget_left(const Run& run, std::size_t index) {
  const auto found = left_.find(run.pass.deployment);
  if (found == left_.end()) return;
  auto& steps = found->second;
  const auto step = std::find(steps.begin(), steps.end(), run.steps.step(index));
  if (step != steps.end()) steps.erase(step);
  if (steps.empty()) left_.erase(found);
}

void Executor::launch_ready(const std::shared_ptr<Run>& run) {
  for (const auto index : run->steps.take_ready()) {
    if (pulled_by(run->steps.step(index)) != nullptr)
      run->steps.note_sent(index, clock_.now().mono);
    if (!joins_pull(run, index))
      tasks_.spawn("step of " + run->pass.deployment, run_one(run, index));
  }
}

awaitable<void> Executor::run_one(std::shared_ptr<Run> run, std::size_t index) {
  auto& self = run->self;
  core::Semaphore::Permit permit;
  if (pulled_by(run->steps.step(index)) == nullptr) {
    permit = co_await self.permits_.acquire();
    if (run->steps.begins_nothing()) co_return;
    run->steps.note_sent(index, self.clock_.now().mono);
  }
  auto report = co_await self.carry_out(run, index);
  permit.release();
  const auto told = self.told_of_end(run, index);
  run = told.run;
  index = told.index;
  report.step = run->steps.step(index);
  report.outdated = !run->is_wanted();
  report.leads_to_start = leads_to_start(run->pass.plan, index);
  if (run->steps.has_ended()) {
    report.late = true;
    self.forget_left(*run, index);
    // A pull is found done by the look of who needs it; its failure counts while it is needed.
    const bool matters = pulled_by(report.step) == nullptr || (!report.done && !report.outdated);
    if (matters) run->on_report(report);
    co_return;
  }
  run->steps.note_ended(index, report.done);
  run->on_report(report);
  self.launch_ready(run);
  run->changed.notify();
}

awaitable<StepReport> Executor::carry_out(std::shared_ptr<Run> run, std::size_t index) {
  StepReport report;
  if (!run->is_wanted()) {
    report.abandoned = true;
    co_return report;
  }
  const auto began = clock_.now().mono;
  auto outcome = co_await attempt(run, index);
  report.took = clock_.now().mono - began;
  report.done = outcome.has_value();
  if (outcome) {
    report.result = *outcome;
  } else {
    report.fault = outcome.error();
  }
  report.step = run->steps.step(index);
  say_ended(*run, report);
  co_return report;
}

// What throws is a failure of this step; the agent, and whatever else it is at, goes on.
awaitable<model::Outcome<Done>> Executor::attempt(std::shared_ptr<Run> run, std::size_t index) {
  const auto& step = run->steps.step(index);
  model::Fault fault;
  try {
    co_return co_await call_engine(run, index);
  } catch (...) {
    fault = thrown_fault(std::current_exception(), doing_of(step));
  }
  co_return fault;
}

awaitable<model::Outcome<Done>> Executor::perform(Work work) {
  const auto doing = doing_of(work.step);
  model::Fault fault;
  try {
    co_return co_await runtime_.perform(std::move(work));
  } catch (...) {
    fault = thrown_fault(std::current_exception(), doing);
  }
  co_return fault;
}

awaitable<model::Outcome<Done>> Executor::call_engine(std::shared_ptr<Run> run, std::size_t index) {
  const auto& step = run->steps.step(index);
  const std::string key = std::to_string(clock_.now().wall.time_since_epoch().count()) + "-" +
                          std::to_string(++next_key_);
  const auto deployment = ledger_.find(run->pass.deployment);
  if (deployment == nullptr)
    co_return model::Fault{model::FaultKind::cancelled, model::FaultClass::engine, 0,
                           "the deployment is gone", ""};
  Work work = work_for(*deployment, step, run->pass.parents, [run, step](std::string text) {
    run->self.say_of_pull(*run, step, "image.pull_progress", text);
  });
  if (const auto made = run->created.find(created_key(step)); made != run->created.end())
    work.created = made->second;
  const auto subject = subject_of(step, work);
  own_calls_.begin(key, model::verb_of(step.action), subject);
  if (needs_record(step.action)) {
    core::fail_point("action.before_record");
    auto recorded =
        co_await ledger_.commit(changes_before(run->pass, step, key, subject, clock_.now().wall));
    if (!recorded) {
      own_calls_.end(key, clock_.now().mono);
      co_return model::Fault{model::FaultKind::unknown, model::FaultClass::engine, 0,
                             recorded.error().what, "recording the call"};
    }
    core::fail_point("action.after_record");
  }
  say_started(*run, step);
  const auto made_with = made_with_of(work);
  auto outcome = co_await perform(std::move(work));
  const auto now = clock_.now().mono;
  if (is_lost(outcome))
    own_calls_.lose(key, now);
  else
    own_calls_.end(key, now);
  if (outcome) core::fail_point(fail_point_after(step.action));
  co_await record_after(run, step, key, outcome, made_with);
  co_return outcome;
}

awaitable<void> Executor::record_after(std::shared_ptr<Run> run, const model::Step& step,
                                       std::string key, const model::Outcome<Done>& outcome,
                                       std::string made_with) {
  const auto* create = std::get_if<model::CreateContainer>(&step.action);
  if (create != nullptr && outcome) {
    run->created[{step.service, create->number}] = outcome->container;
    run->pass.parents[step.service] = outcome->container;
  }
  auto changes = changes_after(run->pass, ledger_, step, key, outcome, made_with);
  if (create != nullptr && outcome) {
    // Durable before the container is started: after a crash nobody may take it for somebody
    // else's.
    co_await ledger_.commit(std::move(changes));
    core::fail_point("create.after_record");
  } else if (!changes.empty()) {
    ledger_.commit_behind(std::move(changes));
  }
}

void Executor::say_started(const Run& run, const model::Step& step) {
  events_.record(
      action_event(run.pass, step, "action.started", model::Severity::info, clock_.now().wall, ""));
  say_of_pull(run, step, "image.pull_started", "");
}

void Executor::say_of_pull(const Run& run, const model::Step& step, std::string type,
                           const std::string& progress) {
  auto event = pull_event(run.pass, step, std::move(type), clock_.now().wall, progress);
  if (event) events_.record(std::move(*event));
}

void Executor::say_ended(const Run& run, const StepReport& report) {
  const bool ok = report.done;
  const auto text = ok ? report.result.note : report.fault.text();
  if (ok) say_of_pull(run, report.step, "image.pull_completed", "");
  events_.record(action_event(run.pass, report.step, ok ? "action.succeeded" : "action.failed",
                              ok ? model::Severity::info : model::Severity::warning,
                              clock_.now().wall, text, ok ? nullptr : &report.fault));
}

}  // namespace reconcile
