// Makes the checks of the host and of the services: begins what is due, at most `check_runs_max` of
// a kind at once (those over the network, programs, and all others), counts what comes back, and
// tells what began and ended. What waits for its turn longer than its time missed it: it could not
// be asked, which is a failure of the host and nothing that a service could be blamed for. I/O
// thread only.
//
// A probe that does not end in its time has failed. It is asked to end; one that does not (a disk
// that hangs) keeps nothing waiting but its own check, which is not run again until it has ended.
#pragma once

#include "core/clock.hpp"
#include "core/io/task_group.hpp"
#include "core/io/timing.hpp"
#include "monitor/checks/kept_check.hpp"
#include "monitor/checks/open_failures.hpp"
#include "monitor/checks/probe.hpp"
#include "monitor/ports.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace monitor {

inline constexpr int check_runs_max = 8;
// A probe ends by itself within its timeout and a little, and is asked to end after this little...
inline constexpr core::Milliseconds probe_grace = std::chrono::milliseconds(500);
// ...and is waited for no longer after so much more.
inline constexpr core::Milliseconds probe_ending_max = std::chrono::milliseconds(500);
// How often it is looked at what services there are, what they say and what runs of them.
inline constexpr core::Milliseconds services_interval = std::chrono::seconds(5);

// What one service says of its checks.
struct ServicePolicy {
  model::DeploymentName deployment;
  model::ServiceName service;
  model::Criticality criticality = model::Criticality::standard;
  std::vector<std::string> checks;  // JSON texts of its policy key `checks`, farthest first
  bool paused = false;              // held: what is seen of it says nothing now
  bool operator==(const ServicePolicy&) const = default;
};

class CheckPolicies {
 public:
  virtual ~CheckPolicies() = default;
  // Of every service of every deployment; those that say nothing may be left out.
  virtual std::vector<ServicePolicy> check_policies() const = 0;
};

class CheckRunner final : public Checks {
 public:
  using MakeProbe = std::function<std::unique_ptr<Probe>(const ProbeSettings& settings)>;
  // All must outlive it; the tasks are joined before it is destroyed.
  struct Ports {
    const Containers& containers;
    const CheckPolicies& policies;
    EventSink& events;
    const core::Clock& clock;
    core::TaskGroup& tasks;
  };
  // `seed`: of the jitter.
  CheckRunner(Ports ports, boost::asio::any_io_executor executor, MakeProbe make_probe,
              std::uint64_t seed);
  ~CheckRunner() override;

  // Until cancelled.
  awaitable<void> run();
  // One turn of it: begins what is due. Returns how long there is nothing to do.
  core::Milliseconds step();

  // Before `run`: what an agent before this one told of and did not take back. It is told of no
  // second time, and resolved once its check passes, or is found not to be there any more.
  void recall(OpenFailures open) { open_ = std::move(open); }
  // The checks of the host. What is known of one that stays the same stays.
  void configure(std::vector<Check> of_host);
  // A deployment, a policy or a container changed: does not wait for the next look.
  void look_again();

  // What makes a container ill by its service's checks: the worst one that fails and is not
  // optional, "its check `ready` fails: connection refused".
  std::optional<std::string> ailment(const model::DeploymentName& deployment,
                                     const model::ServiceName& service,
                                     const model::ContainerId& container,
                                     core::WallTime started_at) const;
  // One of its checks that is not optional failed and has not passed since.
  bool is_unproven(const model::DeploymentName& deployment,
                   const model::ServiceName& service) const;
  // Called when an ailment of a deployment begins or ends.
  void set_listener(std::function<void(const model::DeploymentName&)> on_change);

  std::vector<CheckView> checks() const override;
  std::uint64_t checks_revision() const override { return revision_; }
  awaitable<core::Result<CheckView>> run_check(std::string id) override;

 private:
  // One run, from its begin to the end of its probe; known to its check until it counted.
  struct Run;
  using RunPtr = std::shared_ptr<Run>;
  struct Entry {
    KeptCheck kept;
    std::shared_ptr<Probe> probe;
    RunPtr run;  // not ended yet
  };
  using Entries = std::map<std::string, Entry>;
  using ServiceKey = std::pair<model::DeploymentName, model::ServiceName>;
  struct Service {
    ServicePolicy policy;
    std::vector<Check> checks;
    std::string told_mistake;
  };

  void look_at_services(core::Instant now);
  bool read_policies();
  bool read_policy(Service& service);
  void put_in_force(core::Instant now);
  void end_what_is_gone(core::Instant now);
  void add_or_redefine(const Check& check, core::Instant now);
  void remove_all_but(const std::map<std::string, const Check*>& wanted, core::Instant now);
  bool is_held(const Check& check) const;
  Target target_of(const Check& check) const;
  void take_replicas(Entry& entry, const Target& target, core::Instant now);

  // Nothing where its service does not run, or is held.
  RunPtr begin(const std::string& id, Entry& entry);
  awaitable<void> carry_out(RunPtr run, core::Semaphore& permits);
  awaitable<Finding> probe_within_limit(RunPtr run, core::Semaphore& permits);
  static awaitable<void> probe_into(std::shared_ptr<std::optional<Finding>> finding, RunPtr run);
  void give_up_overdue(core::Instant now);
  void say_waiting(const RunPtr& run, core::Instant now);
  void count_hanging(Entry& entry, core::Instant now);
  void end(const RunPtr& run, std::optional<Finding> finding);
  void count(Entry& entry, const Run& run, Finding finding, core::Instant now);
  core::MonoTime next_deadline() const;
  core::Semaphore& permits_for(const ProbeSettings& probe);
  void tell(std::optional<model::Event> event);

  template <class Change> void watched_for_ailment(Entry& entry, const Change& change);

  Ports ports_;
  boost::asio::any_io_executor executor_;
  MakeProbe make_probe_;
  std::uint64_t seed_;
  std::function<void(const model::DeploymentName&)> on_change_;
  std::vector<Check> of_host_;
  OpenFailures open_;  // of no check yet
  std::map<ServiceKey, Service> services_;
  core::MonoTime look_at_;
  bool reconfigured_ = true;
  std::uint64_t revision_ = 1;
  core::Wakeup wakeup_;
  core::Semaphore network_, programs_, others_;  // permits, by what slow ones have in common
  Entries entries_;                              // by id
  std::list<RunPtr> runs_;
};

}  // namespace monitor
