// What reconcile needs of others (outbound: docker, store, systemd implement them), and what it
// offers to the API (inbound). Every function is called on the I/O thread and must not block it. A
// port has at most five functions.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "model/action.hpp"
#include "model/deployment.hpp"
#include "model/event.hpp"
#include "model/fault.hpp"
#include "model/hold.hpp"
#include "model/observation.hpp"
#include "model/view.hpp"
#include "reconcile/change.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace reconcile {

using boost::asio::awaitable;

// ---- docker implements ----

// One step with all that carrying it out needs.
struct Work {
  model::Step step;
  std::shared_ptr<const model::Spec> spec;
  // Set where the service is to be made again as the owner made it (source `engine`).
  std::optional<model::StoredInspect> as_inspected;
  // Containers of the services that a namespace refers to (network_mode, pid, ipc: service:x), by
  // service.
  std::map<model::ServiceName, model::ContainerId> parents;
  model::ContainerId created;  // for a StartContainer/RenameContainer without id: what this pass
                               // created
  std::function<void(std::string)> progress;  // pull progress, may be empty
};

struct Done {
  model::ContainerId container;  // created, started, ...
  model::ImageId image;          // of a created container or a pulled image
  bool already = false;          // 304: it was so before
  std::string note = {};         // what else it took, a sentence; "" for the usual
};

// Networks of the project that its spec names no more: only a deletion asks for them.
enum class Leftovers { unseen, seen };

// Requests have deadlines of their own: short ones the configured timeout, stop its grace + 15 s,
// start and create heal.attempt_timeout, pull 2 min without progress.
class Runtime {
 public:
  virtual ~Runtime() = default;
  // All that concerns the deployment: its containers by project label, containers that hold a name
  // of its services, the networks and volumes that the spec names, the images that it refers to
  // (and those its containers run).
  virtual awaitable<model::Outcome<model::Observation>> observe(
      std::shared_ptr<const model::Spec> spec, Leftovers leftovers) = 0;
  virtual awaitable<model::Outcome<model::Container>> inspect(model::ContainerId id) = 0;
  virtual awaitable<model::Outcome<Done>> perform(Work work) = 0;
  // Raw bodies for a generation of source `engine`.
  virtual awaitable<model::Outcome<model::StoredInspect>> raw_inspect(model::ContainerId id) = 0;
  // What its own last words tell of its end, if they tell that no start will ever help.
  virtual awaitable<core::Result<std::optional<model::Fault>>> fault_of_end(
      model::Container ended) = 0;
};

// What evenkeel's own checks say of containers.
class Ailments {
 public:
  virtual ~Ailments() = default;
  // Why it counts as ill: "its check `ready` fails: connection refused"; "" where no check says so
  // of this run of it.
  virtual std::string ailment_of(const model::DeploymentName& deployment,
                                 const model::Container& container) const = 0;
  // A check of its service failed and has not passed since: a restart says nothing of that.
  virtual bool is_unproven(const model::DeploymentName& deployment,
                           const model::Container& container) const = 0;
};

struct EngineEvent {
  std::string type;    // container | network | daemon
  std::string action;  // create start die stop kill oom restart destroy rename pause unpause update
                       // health_status; network: connect ...
  std::string id;
  model::StringMap attributes;  // labels, name, image, exitCode, signal, oldName
  std::int64_t time_nano = 0;
  core::MonoTime read_at;
  // action == "health_status" carries "healthy" or "unhealthy" here, whatever form the engine uses.
  model::Health health = model::Health::none;
  // Of a greeting's past: it happened before we listened. Only where it was read tells that, for
  // clocks are set.
  bool replayed = false;
};

struct EngineInfo {
  std::string version, api_version, architecture, os, data_root, name;
  int cpus = 1;
  long long memory_bytes = 0;
  std::string engine_id;
  // Start of the process behind the socket, "pid:starttime", where the socket's peer is the engine
  // itself; "" otherwise.
  std::string peer_start;
  core::WallTime time;  // by its own clock, when it answered
};

// What a fresh connection begins with.
struct Greeting {
  EngineInfo info;
  // What the engine still knows of what happened before, oldest first. What comes by
  // `next_events` is later.
  std::vector<EngineEvent> past;
  // The event that the past was asked to begin with is in it. Engines keep events in memory alone:
  // it is the one that this happened under.
  bool remembers = false;
};

enum class Reaction {
  answered,
  refused,  // nobody listens (any more)
  silent,   // neither within the limit, or an answer that is none
};

// The connection that only listens, and the questions about the engine as such.
class EngineLink {
 public:
  virtual ~EngineLink() = default;
  // Negotiates the version anew, opens the event stream, and returns who answered and (where
  // `since_nano` > 0) what it knows of the time from then on.
  virtual awaitable<model::Outcome<Greeting>> connect(std::int64_t since_nano) = 0;
  // The next events, at least one. A fault: the stream ended, or overflowed (kind `protocol`):
  // connect again and look at everything.
  virtual awaitable<model::Outcome<std::vector<EngineEvent>>> next_events() = 0;
  // What a fresh connection gets for a /_ping within `limit`. Never reuses a connection.
  virtual awaitable<Reaction> reaction(core::Milliseconds limit) = 0;
  // HasBeenManuallyStopped from the engine's data root, where readable.
  virtual awaitable<std::optional<bool>> manually_stopped(model::ContainerId id) = 0;
  // Every container that is there, all deployments, one call.
  virtual awaitable<model::Outcome<std::vector<model::Container>>> list_all() = 0;
};

// ---- systemd implements ----

struct EngineUnit {
  bool known = false;          // docker.service exists under a running systemd
  bool socket_active = false;  // docker.socket listens for it: never connect to ask
  std::string active_state;    // active | activating | deactivating | inactive | failed | reloading
  std::string start;  // "MainPID:ExecMainStartTimestampMonotonic", "" where it does not run

  // A connection reaches an engine that lives. While it ends, or is down, systemd keeps the
  // connection and starts the engine for it.
  bool may_be_asked() const {
    return !known || !socket_active || active_state == "active" || active_state == "reloading";
  }
  // A new connection would start what has been stopped. While the engine starts, it does no harm.
  bool would_be_woken() const { return !may_be_asked() && active_state != "activating"; }
  // False: systemd does not answer, and `active_state` is "unknown".
  bool is_told() const { return !known || active_state != "unknown"; }
};

class HostUnits {
 public:
  virtual ~HostUnits() = default;
  virtual awaitable<EngineUnit> engine_unit() = 0;
  virtual awaitable<bool> host_going_down() = 0;  // SystemState=stopping; false where there is no
                                                  // systemd
};

// ---- agent implements, over compose ----

// What the owner's own tools made becomes a generation: the spec as it is with one service's
// containers as they now are.
class SpecEditor {
 public:
  virtual ~SpecEditor() = default;
  // The service runs `container` now: its image and its config-hash label are taken over.
  virtual core::Result<std::shared_ptr<const model::Spec>> with_container(
      const model::Spec& base, const model::ServiceName& service,
      const model::Container& container) = 0;
  virtual core::Result<std::shared_ptr<const model::Spec>> with_scale(
      const model::Spec& base, const model::ServiceName& service, int replicas) = 0;
};

// ---- store implements ----

class Store {
 public:
  virtual ~Store() = default;
  virtual awaitable<core::Result<Snapshot>> load() = 0;
  // All or nothing, durable (fsync) when it returns.
  virtual awaitable<core::Status> commit(std::vector<Change> changes) = 0;
  // Committed within 50 ms, in order with everything else; a failure is reported by the store
  // itself (store.degraded).
  virtual void commit_behind(std::vector<Change> changes) = 0;
  // Newest last, of each service at most `limit` of its newest; of all where `service` is "".
  virtual awaitable<core::Result<std::vector<model::IntentChange>>> intent_history(
      model::DeploymentName deployment, model::ServiceName service, int limit) = 0;
  virtual awaitable<core::Result<std::vector<model::Generation>>> generations(
      model::DeploymentName deployment) = 0;
};

// The event log's inbound side: commits behind, within 50 ms; the id is given then.
class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void record(model::Event event) = 0;
};

// ---- reconcile offers (the API uses) ----

struct Caller {
  std::string by;  // "anna (uid 1000)", "token ci"
  std::string reason;
};

struct ApplyRequest {
  std::shared_ptr<const model::Spec> spec;
  model::Source source;
  Caller caller;
  bool start = false;                  // also start what was stopped on purpose
  std::optional<bool> auto_heal = {};  // absent: as it is, true for a new deployment
  std::optional<model::GenerationNumber> if_match;
};

struct Applied {
  model::DeploymentName deployment;
  model::GenerationNumber generation = 0;
  bool created = false;                          // a new deployment
  bool changed = false;                          // a new generation
  std::vector<model::ServiceName> left_stopped;  // stopped on purpose and left so
};

enum class Verb { start, stop, restart, recreate };

struct VerbRequest {
  model::DeploymentName deployment;
  std::vector<model::ServiceName> services;  // empty: all
  Verb verb = Verb::start;
  Caller caller;
  std::optional<model::GenerationNumber> if_match;
};

struct DeleteRequest {
  model::DeploymentName deployment;
  bool containers = false;  // false: release, touch nothing
  bool volumes = false;
  Caller caller;
  std::optional<model::GenerationNumber> if_match;
};

// A write returns once the intent is durable. Errors: invalid, not_found, stale (`if_match`),
// conflict (being deleted), denied, unavailable (rescue).
class Desired {
 public:
  virtual ~Desired() = default;
  virtual awaitable<core::Result<Applied>> apply(ApplyRequest request) = 0;
  virtual awaitable<core::Result<Applied>> act(VerbRequest request) = 0;
  virtual awaitable<core::Status> remove(DeleteRequest request) = 0;
  // `hold.id` is assigned; returns the hold as stored.
  virtual awaitable<core::Result<model::Hold>> hold(model::Hold hold) = 0;
  // Ends every hold of exactly this subject (or the one with `id` > 0); not_found where there is
  // none.
  virtual awaitable<core::Result<int>> resume(model::DeploymentName deployment,
                                              model::ServiceName service, std::int64_t id,
                                              Caller caller) = 0;
};

enum class WaitOutcome {
  converged,
  time_ran_out,
  cannot_converge,  // failed, or another intent or hold came between: a person is needed
  gone,             // deleted (which is success for a delete)
};

class Views {
 public:
  virtual ~Views() = default;
  virtual std::vector<model::DeploymentView> list() const = 0;  // by name
  virtual std::optional<model::DeploymentView> get(const model::DeploymentName& name) const = 0;
  // The plan as text, one line a step; as if the request were applied where given (dry run), with
  // its refusals. Looks at the engine afresh.
  virtual awaitable<core::Result<std::string>> plan_text(model::DeploymentName name,
                                                         std::optional<ApplyRequest> dry_run) = 0;
  virtual awaitable<core::Result<std::vector<model::ServiceExplanation>>> explain(
      model::DeploymentName name, model::ServiceName service) = 0;
  virtual awaitable<WaitOutcome> wait(model::DeploymentName name,
                                      model::GenerationNumber generation,
                                      core::Milliseconds limit) = 0;
};

// A cheap answer to "has anything that `Views` shows changed?": the number grows with every such
// change (also when a hold expires), so that an answer made from the views stays good while it is
// the same.
class Changes {
 public:
  virtual ~Changes() = default;
  virtual std::uint64_t revision() const = 0;
};

// What is true of the agent and the engine as a whole.
struct HostStatus {
  bool engine_up = false;
  std::string engine_problem;  // why not, in words
  EngineInfo engine;
  bool store_writable = false;
  std::string rescue;  // "" or why the agent only observes
  bool observe_only = false;
  core::WallTime booted_at, started_at;
  int unmanaged_containers = 0;
  std::vector<model::Hold> holds;
  core::MonoTime last_progress;  // the loop's last sign of life
};

class HostView {
 public:
  virtual ~HostView() = default;
  virtual HostStatus status() const = 0;
};

}  // namespace reconcile
