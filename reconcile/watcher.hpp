// Reads the engine's events as signs of who did what: crashes wake the loop at once, other clients'
// stops are judged and become intents, their changes are waited out. Implements the DESIGN.md
// section "Intent". I/O thread only.
#pragma once

#include "reconcile/engine_session.hpp"
#include "reconcile/loop.hpp"
#include "reconcile/patch.hpp"

#include <deque>
#include <functional>
#include <set>
#include <tuple>

namespace reconcile {

// How the events of one connection are to be read.
struct Connection {
  std::string identity;             // engine start
  std::int64_t connected_nano = 0;  // the engine's wall clock when it began
  bool new_engine = false;          // replayed events are the new engine's own doing
};

class Watcher {
 public:
  struct Ports {
    Loop& loop;
    Ledger& ledger;
    Runtime& runtime;
    EngineLink& link;
    EngineSession& session;
    HostUnits& units;
    EventSink& events;
    OwnCalls& own_calls;
    const core::Clock& clock;
    core::TaskGroup& tasks;
  };
  Watcher(Ports ports, boost::asio::any_io_executor executor)
      : ports_(ports), executor_(executor) {}

  void on_event(const EngineEvent& event);
  // The stream broke: verdicts wait until the engine is back, nothing that was seen is fresh any
  // more.
  void on_lost();
  void set_connection(Connection connection) { connection_ = std::move(connection); }
  const Connection& connection() const { return connection_; }
  std::int64_t last_event_nano() const { return last_nano_; }
  void restore_last_event(std::int64_t nano) { last_nano_ = restored_nano_ = nano; }
  // From here on events are heard; a replay that begins here misses none, also where none came yet.
  void note_listening_since(std::int64_t nano) { last_nano_ = last_nano_ == 0 ? nano : last_nano_; }
  // Engine-made stops were seen since the last connect: it is, or was, going down in order.
  bool shutdown_seen() const;
  // Stops whose verdict waited for the engine: all that can be known is known now. `up`: what
  // runs since its return; where that is not known, the engine's marks are not believed.
  awaitable<void> resume_verdicts(bool engine_crashed,
                                  std::optional<std::set<model::ContainerId>> up);
  // A stop of which only the result is seen (the agent was away): judged like the others.
  void suspect_stop(const model::DeploymentName& name, const model::Container& container,
                    StopEvidence evidence);
  // HasBeenManuallyStopped, where it is readable and says something.
  awaitable<std::optional<bool>> mark_of(model::DeploymentName name, model::ContainerId id);
  // It is set although the container runs.
  void note_mark_spent(const model::DeploymentName& name, const model::ContainerId& id);
  // What the checks say of its containers is another now. What is ill by them counts like what
  // died: where many fail at once, it is not they.
  void note_ailments(const model::DeploymentName& name);
  // The agent ends: what is not decided yet is decided at its next start.
  void stop() { stopping_ = true; }
  // The last that can be noted of stops which are not decided: HasBeenManuallyStopped.
  awaitable<void> read_marks();

 private:
  bool is_repeat(const EngineEvent& event);
  void on_network(const EngineEvent& event);
  void on_start(const EngineEvent& event, const EventSubject& subject, bool own);
  void on_restart(const EngineEvent& event, const EventSubject& subject, bool own);
  void end_trails(const EngineEvent& event, const EventSubject& subject, bool own);
  void take_as_wish(const EngineEvent& event, const EventSubject& subject);
  void on_die(const EngineEvent& event, const EventSubject& subject, bool own);
  void on_kill(const EngineEvent& event, const EventSubject& subject, bool own);
  void on_stop(const EngineEvent& event, const EventSubject& subject, bool own);
  void on_destroy(const EngineEvent& event, const EventSubject& subject, bool own);
  void on_health(const EngineEvent& event, const EventSubject& subject);
  void foreign(const EngineEvent& event, const EventSubject& subject);
  void crashed(const EngineEvent& event, const EventSubject& subject);
  void note_failure(const EventSubject& subject);
  void note_run(const model::DeploymentName& name, const model::ContainerId& id);
  static awaitable<void> look_whether_spent(Watcher* self, model::DeploymentName name,
                                            model::ContainerId id);
  void note_removal(const EngineEvent& destroyed, const EventSubject& subject);
  void note_signaled(const model::DeploymentName& name, const model::ContainerId& id);
  void edit_record(const model::DeploymentName& name, const model::ContainerId& id,
                   const std::function<void(model::ContainerRecord&)>& edit);
  static awaitable<void> probe_after_breaker(Watcher* self);
  bool engines_own(const EngineEvent& event) const;
  bool asked_since(const EngineEvent& event, const EventSubject& subject,
                   model::IntentState state) const;
  Trail& trail_of(const EventSubject& subject, const model::ContainerId& id);
  Trail& trail_of_end(const EventSubject& subject, const model::ContainerId& id);
  void judge(const EventSubject& subject, const model::ContainerId& id);
  static awaitable<void> run_judge(Watcher* self, model::DeploymentName name,
                                   model::ContainerId id);
  awaitable<void> read_mark(model::DeploymentName name, model::ContainerId id);
  void note_pending(const model::DeploymentName& name, const model::ContainerId& id,
                    const Trail& trail);
  awaitable<void> gather(model::DeploymentName name, model::ContainerId id);
  awaitable<void> take_verdict(model::DeploymentName name, model::ContainerId id,
                               StopVerdict verdict);
  awaitable<void> record_stop(model::DeploymentName name, model::ContainerId id,
                              StopVerdict verdict);
  awaitable<void> take_back(model::DeploymentName name, model::ContainerId id);
  void release(const model::DeploymentName& name, const model::ContainerId& id,
               const StopVerdict& verdict);
  Trail* find_trail(const model::DeploymentName& name, const model::ContainerId& id);
  bool others_remain(const model::DeploymentName& name, const Trail& trail,
                     const model::ContainerId& id) const;
  StopVerdict verdict_on(const model::DeploymentName& name, const Trail& trail,
                         const model::ContainerId& id) const;
  bool ran_out_of_memory(const EngineEvent& died) const;
  void note_end(const EngineEvent& died, const EventSubject& subject);
  void note_policy(const EngineEvent& died, const EventSubject& subject,
                   const model::Container* seen);
  void say(const EventSubject& subject, const EngineEvent& event, std::string type,
           model::Severity severity, std::string message, std::string data = "{}");

  Ports ports_;
  boost::asio::any_io_executor executor_;
  Connection connection_;
  std::int64_t last_nano_ = 0, restored_nano_ = -1;
  std::deque<std::tuple<std::int64_t, std::string, std::string>> recent_;  // to tell repeats after
                                                                           // a replay
  bool stopping_ = false;
};

}  // namespace reconcile
