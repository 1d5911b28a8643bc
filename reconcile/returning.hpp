// Coming back: after a start of the agent and after every return of the engine it is found out what
// happened meanwhile, everything that should run is brought back, and one report says so. I/O
// thread only.
#pragma once

#include "reconcile/census.hpp"
#include "reconcile/engine_session.hpp"
#include "reconcile/loop.hpp"
#include "reconcile/recovery.hpp"
#include "reconcile/reminders.hpp"
#include "reconcile/watcher.hpp"

#include <functional>
#include <optional>
#include <string>

namespace reconcile {

class Returning final : public EngineListener, public PassListener {
 public:
  struct Ports {
    Loop& loop;
    Ledger& ledger;
    Watcher& watcher;
    EngineLink& link;
    EventSink& events;
    OwnCalls& own_calls;
    const core::Clock& clock;
    core::TaskGroup& tasks;
    boost::asio::any_io_executor executor;
  };
  struct Host {
    std::string boot_id;
    core::WallTime booted_at;
    // The same by the wall clock as it is now: it moves with each step of that clock, and not while
    // the host sleeps. Empty: nobody looks.
    std::function<std::optional<core::WallTime>()> look_at_boot = {};
  };
  Returning(Ports ports, Host host, core::Milliseconds report_after);

  // After the ledger is loaded, before the session runs.
  void begin();

  void on_identity(const EngineInfo& info, std::string identity) override;
  awaitable<void> on_connected() override;
  void on_event(const EngineEvent& event) override {
    census_.note(event);
    ports_.watcher.on_event(event);
  }
  void on_lost(const std::string& why) override;
  std::int64_t last_event_nano() const override { return ports_.watcher.last_event_nano(); }

  awaitable<void> on_first_look(model::DeploymentName name) override;
  void on_pass(const model::DeploymentName& name) override;

  // Every few seconds: where we are, so that the next life knows how long nobody looked. Also ends
  // holds that are over, and the wait for what never settles.
  awaitable<void> beat();
  void beat_once();
  awaitable<void> say_goodbye();
  // `report_after`: of the reports that are due from now on.
  void configure(ReminderSettings reminders, core::Milliseconds report_after) {
    reminders_ = reminders;
    report_after_ = report_after;
  }
  // Engine or agent came back, and what became of everything is not told yet. An update that is
  // still to come does not count.
  bool report_is_due() const {
    return last_.has_value() && !reported_ && (return_.has_value() || just_started_);
  }
  // Containers of no deployment.
  int unmanaged_containers() const {
    return census_.count_foreign(
        [this](const auto& project) { return ports_.ledger.find(project) != nullptr; });
  }
  // Called on every pass; the supervisor's waiters hang on it.
  void set_on_change(std::function<void()> on_change) { on_change_ = std::move(on_change); }

 private:
  struct Returned {
    const model::Deployment& deployment;
    const Track& track;
  };
  Heartbeat heartbeat(bool clean) const;
  std::vector<Change> sign_of_life(Heartbeat beat) const;
  awaitable<void> note_spent_marks(model::DeploymentName name);
  bool something_ran() const;
  void say_restarted(const Return& what);
  std::vector<model::DeploymentView> views() const;
  awaitable<bool> survivors_stopped(const std::vector<model::Container>& all);
  awaitable<void> judge_absence(model::DeploymentName name);
  awaitable<void> take_pending_stops(model::DeploymentName name, const model::Observation& seen);
  void note_first_look(const model::DeploymentName& name);
  static awaitable<void> report_late(Returning* self, int number);
  void report(bool update);
  std::map<model::DeploymentName, Returned> returned() const;
  bool all_settled() const;
  bool is_any_fresh(const model::DeploymentName& looked_at);
  RecoveryReport make_report() const;
  void forget_life_before();
  void end_report();
  void end_holds();
  void remind();
  void watch_clock();

  Ports ports_;
  Host host_;
  core::Milliseconds report_after_;
  std::optional<Heartbeat> last_;  // of the life before, then of the last loss
  std::string identity_;
  EngineInfo info_;
  bool just_started_ = true, crashed_ = false;
  std::optional<Return> return_;  // being reported on
  core::MonoTime returned_at_;
  std::optional<core::MonoTime> settled_at_;  // since when nothing is left to settle
  core::MonoTime update_until_;               // what has not settled by then is reported as it is
  int return_number_ = 0;
  bool reported_ = false, wants_update_ = false;
  Census census_;
  ReminderSettings reminders_;
  std::map<std::string, Forgotten> reminded_;  // as of `reminded_until_`
  core::WallTime reminded_until_, boot_seen_;
  std::function<void()> on_change_;
};

}  // namespace reconcile
