#include "reconcile/executor.hpp"

#include "core/fail_point.hpp"
#include "reconcile/call_record.hpp"

#include <algorithm>

namespace reconcile {

namespace {
enum class StepState { waiting, running, done, failed };

bool takes_down(const model::Action& action) {
  return std::holds_alternative<model::StopContainer>(action) ||
         std::holds_alternative<model::RemoveContainer>(action) ||
         std::holds_alternative<model::RenameContainer>(action);
}

// Of a replacement, after its first step: removes what was stopped, and starts what takes its
// place.
bool brings_back(const model::Action& action) {
  return std::holds_alternative<model::RemoveContainer>(action) ||
         std::holds_alternative<model::RenameContainer>(action) ||
         std::holds_alternative<model::StartContainer>(action);
}

const std::string* pulled_by(const model::Step& step) {
  const auto* pull = std::get_if<model::PullImage>(&step.action);
  return pull == nullptr ? nullptr : &pull->reference;
}

using CreatedKey = std::pair<model::ServiceName, int>;
}  // namespace

struct Executor::Run {
  Run(Executor& owner, Pass what, boost::asio::any_io_executor on, OnReport tell)
      : self(owner),
        pass(std::move(what)),
        on_report(std::move(tell)),
        changed(on),
        holds(self.ledger_.holds_of(pass.deployment)),
        states(pass.plan.steps.size()) {}

  Executor& self;
  Pass pass;
  OnReport on_report;
  core::Wakeup changed;
  std::uint64_t holds;  // when it began
  std::vector<StepState> states;
  std::map<CreatedKey, model::ContainerId> created;
  int running = 0, done = 0;
  bool interrupted = false;
  bool over = false;  // its pulls are told to the next one

  bool waits_for_pulls_only() const {
    for (std::size_t i = 0; i < states.size(); ++i) {
      if (states[i] == StepState::running && pulled_by(pass.plan.steps[i]) == nullptr) return false;
    }
    return true;
  }

  // A hold leaves nobody down who ran: the replacement that is half done is finished.
  bool may_go_on(std::size_t index) const {
    const auto grown = self.ledger_.wish_of(pass.deployment) - pass.wish;
    if (grown == 0) return true;
    return grown == self.ledger_.holds_of(pass.deployment) - holds && finishes(index);
  }

  bool finishes(std::size_t index) const {
    const auto& steps = pass.plan.steps;
    if (!brings_back(steps[index].action) || is_mere_removal(index)) return false;
    return std::any_of(
        steps[index].after.begin(), steps[index].after.end(), [&](std::size_t before) {
          return steps[before].service == steps[index].service && takes_down(steps[before].action);
        });
  }

  // Nothing takes its place: a hold may be there to keep it.
  bool is_mere_removal(std::size_t index) const {
    const auto& steps = pass.plan.steps;
    if (!std::holds_alternative<model::RemoveContainer>(steps[index].action)) return false;
    return std::none_of(steps.begin(), steps.end(), [&](const model::Step& next) {
      return next.service == steps[index].service && brings_back(next.action) &&
             std::find(next.after.begin(), next.after.end(), index) != next.after.end();
    });
  }

  // 1: may start now, 0: waits for an earlier step, -1: never in this pass.
  int readiness(std::size_t index) const {
    const auto& step = pass.plan.steps[index];
    if (!step.gates.empty()) return -1;
    for (const auto before : step.after) {
      if (states[before] == StepState::failed) return -1;
      if (states[before] != StepState::done) return 0;
    }
    return 1;
  }
};

awaitable<int> Executor::run(Pass pass, boost::asio::any_io_executor executor, OnReport on_report) {
  auto run = std::make_shared<Run>(*this, std::move(pass), executor, std::move(on_report));
  // The common case, one dead container to start, goes to the engine without another task in
  // between.
  if (run->states.size() == 1 && run->readiness(0) == 1 &&
      pulled_by(run->pass.plan.steps[0]) == nullptr) {
    run->running = 1;
    run->states[0] = StepState::running;
    co_await run_one(run, 0);
    co_return run->done;
  }
  under_way_[run->pass.deployment] = run;
  launch_ready(run);
  while (run->running > 0) {
    if (!run->waits_for_pulls_only()) {
      co_await run->changed.wait();
    } else if (run->interrupted || !co_await run->changed.wait_for(run->pass.patience)) {
      break;
    }
  }
  run->over = true;
  co_return run->done;
}

bool Executor::interrupt(const model::DeploymentName& deployment) {
  const auto found = under_way_.find(deployment);
  const auto run = found == under_way_.end() ? nullptr : found->second.lock();
  if (run == nullptr || run->over) return false;
  run->interrupted = true;
  run->changed.notify();
  return run->waits_for_pulls_only();
}

bool Executor::is_under_way(const model::DeploymentName& deployment,
                            const model::Step& step) const {
  const auto* image = pulled_by(step);
  return image != nullptr && pulls_.contains({deployment, *image});
}

bool Executor::joins_pull(const std::shared_ptr<Run>& run, std::size_t index) {
  const auto* image = pulled_by(run->pass.plan.steps[index]);
  if (image == nullptr) return false;
  return !pulls_.insert_or_assign({run->pass.deployment, *image}, Pull{run, index}).second;
}

Executor::Pull Executor::told_of_end(const std::shared_ptr<Run>& run, std::size_t index) {
  const auto* image = pulled_by(run->pass.plan.steps[index]);
  if (image == nullptr) return {run, index};
  auto told = pulls_.extract({run->pass.deployment, *image});
  return told.empty() ? Pull{run, index} : std::move(told.mapped());
}

void Executor::launch_ready(const std::shared_ptr<Run>& run) {
  for (std::size_t i = 0; i < run->states.size(); ++i) {
    if (run->states[i] != StepState::waiting) continue;
    const int ready = run->readiness(i);
    if (ready < 0) run->states[i] = StepState::failed;
    if (ready <= 0) continue;
    run->states[i] = StepState::running;
    ++run->running;
    if (run->self.joins_pull(run, i)) continue;
    run->self.tasks_.spawn("step of " + run->pass.deployment, run_one(run, i));
  }
}

awaitable<void> Executor::run_one(std::shared_ptr<Run> run, std::size_t index) {
  auto report = co_await run->self.carry_out(run, index);
  const auto told = run->self.told_of_end(run, index);
  run = told.run;
  index = told.index;
  report.index = index;
  report.step = run->pass.plan.steps[index];
  const bool is_pull = pulled_by(report.step) != nullptr;
  if (run->over) {
    // Between two runs: the next is planned with it. Unless something else is wanted by now.
    if (!report.done && run->may_go_on(index)) run->on_report(report);
    co_return;
  }
  run->states[index] = report.done ? StepState::done : StepState::failed;
  if (report.done && !is_pull) ++run->done;
  if (!is_pull) run->interrupted = true;
  --run->running;
  run->on_report(report);
  launch_ready(run);
  run->changed.notify();
}

awaitable<StepReport> Executor::carry_out(std::shared_ptr<Run> run, std::size_t index) {
  StepReport report{index, run->pass.plan.steps[index]};
  core::Semaphore::Permit permit;
  if (!std::holds_alternative<model::PullImage>(report.step.action))
    permit = co_await permits_.acquire();
  if (!run->may_go_on(index)) {
    report.abandoned = true;
    co_return report;
  }
  const auto began = clock_.now().mono;
  auto outcome = co_await call_engine(run, index);
  report.took = clock_.now().mono - began;
  report.done = outcome.has_value();
  if (outcome) {
    report.result = *outcome;
  } else {
    report.fault = outcome.error();
  }
  say_ended(*run, report);
  co_return report;
}

awaitable<model::Outcome<Done>> Executor::call_engine(std::shared_ptr<Run> run, std::size_t index) {
  const auto& step = run->pass.plan.steps[index];
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
  auto outcome = co_await runtime_.perform(std::move(work));
  own_calls_.end(key, clock_.now().mono);
  if (outcome) core::fail_point(fail_point_after(step.action));
  co_await record_after(run, step, key, outcome);
  co_return outcome;
}

awaitable<void> Executor::record_after(std::shared_ptr<Run> run, const model::Step& step,
                                       std::string key, const model::Outcome<Done>& outcome) {
  const auto* create = std::get_if<model::CreateContainer>(&step.action);
  if (create != nullptr && outcome) {
    run->created[{step.service, create->number}] = outcome->container;
    run->pass.parents[step.service] = outcome->container;
  }
  auto changes = changes_after(run->pass, ledger_, step, key, outcome);
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
