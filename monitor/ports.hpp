// What monitor needs of others (agent, docker and store implement it), and what it offers to the
// API. Every function is called on the I/O thread and must not block it. A port has at most five
// functions.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "model/event.hpp"
#include "model/ids.hpp"
#include "model/sample.hpp"
#include "monitor/aggregation.hpp"
#include "monitor/availability.hpp"
#include "monitor/usage.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace monitor {

using boost::asio::awaitable;

// ---- agent implements, over reconcile's views ----

// A container of a deployment that runs now, or is paused.
struct Running {
  model::DeploymentName deployment;
  model::ServiceName service;
  model::ContainerId id;
  std::string name;
  int pid = 0;                // of its first process, as the engine numbers it; 0 where not known
  int cpus = 0;               // of the host that it may run on; 0: all
  double quota = 0;           // so many of them together, as the engine was told; 0: no less
  core::WallTime started_at;  // the epoch where nobody told
  std::string address;        // on its first network, as the host reaches it; "" where it has none
  core::MonoTime touched_at = {};  // when its service was last changed by another client, lately
  bool paused = false;             // it does nothing, and keeps its memory
  bool operator==(const Running&) const = default;
};

class Containers {
 public:
  virtual ~Containers() = default;
  // As of the last look at the engine, by deployment and service.
  virtual std::vector<Running> running() const = 0;
};

// The event log's inbound side.
class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void record(model::Event event) = 0;
};

// ---- docker implements ----

class EngineStats {
 public:
  virtual ~EngineStats() = default;
  // What the engine counts of a container, at this moment; for where the kernel's files cannot be
  // seen. Errors: not_found (it does not run), unavailable, timeout.
  virtual awaitable<core::Result<Usage>> usage(model::ContainerId id) = 0;
};

class EngineAnswers {
 public:
  virtual ~EngineAnswers() = default;
  // Asks it for a sign of life. Never starts an engine that was stopped: where nobody may connect
  // to it now, that is the error. Errors: unavailable, timeout; the text says why.
  virtual awaitable<core::Status> answers(core::Milliseconds limit) = 0;
};

class ContainerLogs {
 public:
  virtual ~ContainerLogs() = default;
  // The lines that a container printed at `after` or later (whole ones, oldest first, both
  // streams), at most `bytes_max` of the newest. Errors: not_found, unavailable, timeout.
  struct Line {
    core::WallTime at;
    std::string text;  // as printed, without its end; any bytes
    bool cut = false;  // it was longer: this is its begin
  };
  virtual awaitable<core::Result<std::vector<Line>>> lines(model::ContainerId id,
                                                           core::WallTime after,
                                                           std::size_t bytes_max) = 0;
};

// Something that fills the disk under the engine, and what can be done about it.
struct DiskEater {
  std::string what;  // "the log of shop-web-1, which is never rotated", "unused images"
  std::uint64_t bytes = 0;
  std::string command;  // "docker image prune"; else what to change: "set logging.options.max-size"
};

class DiskEaters {
 public:
  virtual ~DiskEaters() = default;
  // What takes most of what the engine keeps on the disk mounted at `mount_point`, largest first;
  // none where the engine's data is on another one. An engine may need long for it. Errors:
  // unavailable, timeout.
  virtual awaitable<core::Result<std::vector<DiskEater>>> eaters(std::string mount_point,
                                                                 core::Milliseconds limit) = 0;
};

// ---- systemd and launchd implement ----

// A unit or a job, in the words of who runs it.
struct HostService {
  std::string load;    // systemd: "loaded", "not-found", "masked"; launchd: "loaded", "not-found"
  std::string active;  // systemd: "active", "inactive", "failed"...; launchd: "running", "waiting"
  std::string sub;     // systemd: "running", "exited", "dead"...
  std::string result;  // systemd: "success", "exit-code 3", "signal 9", "timeout"...; launchd:
                       // "exited 1", "was killed by Killed: 9"; "" where it never ended
  int pid = 0;         // 0: no process of it runs
  bool at_times = false;  // of systemd: it runs and ends (oneshot), or a timer or a path starts it
};

class SystemdUnits {
 public:
  virtual ~SystemdUnits() = default;
  // Errors: unavailable (no systemd runs this machine), timeout, invalid (no name of a unit).
  virtual awaitable<core::Result<HostService>> unit(std::string name, core::Milliseconds limit) = 0;
  // The messages of a unit in the journal after `cursor` ("": none, but where to begin), oldest
  // first, at most `bytes_max` of them, and where to go on. Errors as above.
  struct JournalPiece {
    std::vector<std::string> lines;
    std::string cursor;
    bool skipped = false;  // there were more lines, which are passed over
  };
  virtual awaitable<core::Result<JournalPiece>> journal(std::string unit, std::string cursor,
                                                        std::size_t bytes_max,
                                                        core::Milliseconds limit) = 0;
};

class LaunchdJobs {
 public:
  virtual ~LaunchdJobs() = default;
  // Errors: unavailable (no launchd runs this machine), timeout, invalid (no label of a job).
  virtual awaitable<core::Result<HostService>> job(std::string label, core::Milliseconds limit) = 0;
};

// ---- store implements ----

// One minute of one metric.
struct Minute {
  core::WallTime at;  // its begin, a whole minute
  double min = 0;     // all of them at least 0, kept with a relative error of at most 2^-11
  double mean = 0;
  double max = 0;
  double last = 0;
  bool operator==(const Minute&) const = default;
};

struct SeriesMinute {
  std::string subject;  // as in SampleQuery
  std::string metric;
  Minute minute;
};

// What was told and not taken back, also by agents before this one.
class AlertLog {
 public:
  virtual ~AlertLog() = default;
  // Of each alert that fires the newest event, in the order of the log, also where it is not kept
  // any more. Errors: unavailable (with why).
  virtual awaitable<core::Result<std::vector<model::Event>>> open_alerts() = 0;
};

// What is remembered for days. It may lose its last minutes with the power, and is made anew where
// it is damaged; it never stands in the way of anything else.
class History {
 public:
  virtual ~History() = default;
  // Returns at once; a minute that was there before is replaced.
  virtual void append(std::vector<SeriesMinute> minutes) = 0;
  // Those of [from, to), ascending; what was appended before is there. Empty where nothing is known
  // of the subject. It may hang with its disk: ask with Patience. Errors: unavailable (with why).
  virtual awaitable<core::Result<std::vector<Minute>>> read(std::string subject, std::string metric,
                                                            core::WallTime from,
                                                            core::WallTime to) = 0;
};

// ---- monitor offers (the API uses) ----

struct SampleQuery {
  std::string subject;  // "shop/web", "host", "disk:/var" (the mount point)
  std::string metric;   // "cpu_percent"
  core::WallTime from, to;
  core::Milliseconds step{0};  // of the answer, more than 0
  Aggregation aggregation = Aggregation::mean;
};

struct SamplePoint {
  core::WallTime at;  // the begin of its step
  std::optional<double> value;
  bool operator==(const SamplePoint&) const = default;
};

struct SampleSeries {
  std::string_view unit;    // "percent", "bytes", "bytes_per_second", "count"
  core::Milliseconds step;  // not shorter than what is kept of that time
  std::vector<SamplePoint> points;
};

class Samples {
 public:
  virtual ~Samples() = default;
  // Errors: not_found (nothing is known of the subject), invalid (the subject has no such metric;
  // the text names those it has), unavailable.
  virtual awaitable<core::Result<SampleSeries>> samples(SampleQuery query) = 0;
};

struct ContainerNow {
  Running container;
  Usage usage;
  model::Sample sample;
  core::WallTime at;
  bool by_engine = false;  // the engine told it, which may be that of another machine
};

struct HostNow {
  HostUsage usage;
  model::HostSample sample;
  core::WallTime at;
};

// A service: the sums over its containers. The limit is known where all of them have one.
struct ServiceNow {
  model::Sample sample;
  core::WallTime at;
};

// What was seen at the last look.
class Latest {
 public:
  virtual ~Latest() = default;
  virtual std::vector<ContainerNow> containers() const = 0;  // by deployment and service
  virtual std::optional<ServiceNow> service(const model::DeploymentName& deployment,
                                            const model::ServiceName& service) const = 0;
  virtual std::optional<HostNow> host() const = 0;
  virtual std::vector<DiskUsage> disks() const = 0;  // by mount point
  // Grows with every look: what was made from the others is good while it is the same.
  virtual std::uint64_t revision() const = 0;
};

// A condition that began and has not ended.
struct OpenSpike {
  std::string subject;  // as in SampleQuery
  model::DeploymentName deployment;
  model::ServiceName service;
  std::string metric;  // "cpu", "memory"
  std::string rule;    // "threshold", "adaptive"
  core::WallTime since;
  double value = 0, peak = 0;  // percent of what the rule is held against, or the metric's own unit
};

class Spikes {
 public:
  virtual ~Spikes() = default;
  virtual std::vector<OpenSpike> spikes() const = 0;
};

// ---- checks ----

enum class CheckState : std::uint8_t {
  pending,  // not run often enough to tell, or not at all yet
  passing,
  failing,
  paused,  // its service is held or does not run (stopped on purpose, starting)
};
std::string_view name_of(CheckState state);

// What is known of a check now.
struct CheckView {
  std::string id;  // "backup", "shop/web/ready"
  std::string name, type;
  model::DeploymentName deployment;  // "" = of the host
  model::ServiceName service;
  std::string criticality;
  core::Milliseconds interval, timeout;
  int fall = 3, rise = 2;
  CheckState state = CheckState::pending;
  std::optional<core::WallTime> since;    // of the state
  std::optional<core::WallTime> last_at;  // the last run's begin; likewise below
  core::Milliseconds last_took{0};
  std::string last_verdict;  // "passed", "failed", "unknown"; "" where it never ran
  std::string last_text;     // one line
  int failures = 0;          // in a row
  std::optional<core::WallTime> next_at;
};

class Checks {
 public:
  virtual ~Checks() = default;
  virtual std::vector<CheckView> checks() const = 0;  // by id
  // Grows with every change of what `checks` answers.
  virtual std::uint64_t checks_revision() const = 0;
  // Runs it now, out of turn, and answers when that is done: its result counts like any other.
  // Errors: not_found, conflict (it runs already, or its service does not run or is held),
  // unavailable.
  virtual awaitable<core::Result<CheckView>> run_check(std::string id) = 0;
};

// ---- availability ----

// The agent implements it over reconcile.
class ServiceStates {
 public:
  virtual ~ServiceStates() = default;
  // Every service of every deployment, once. What `each` is given lives until it returns.
  using Each = std::function<void(const model::DeploymentName&, const model::ServiceName&,
                                  const ServiceSight&)>;
  virtual void each_service(const Each& each) const = 0;
};

// The API implements it: it counts the events.
class Restarts {
 public:
  virtual ~Restarts() = default;
  // Since `from`, at most an hour ago, to the minute: starts of a container that had ended, or of
  // one that took the place of such a one, which nobody asked for by a verb or a new generation.
  virtual int restarts_since(const model::DeploymentName& deployment,
                             const model::ServiceName& service, core::WallTime from) const = 0;
};

// The store implements it, beside History and with the same promises.
class UptimeLog {
 public:
  virtual ~UptimeLog() = default;
  // Returns at once; hours and sights that were there before are replaced.
  virtual void append_uptimes(std::vector<ServiceUptime> uptimes) = 0;
  // All that is kept, what was appended before included. It may hang with its disk: ask with
  // Patience. Errors: unavailable (with why).
  virtual awaitable<core::Result<std::vector<ServiceUptime>>> read_uptimes() = 0;
};

// monitor offers it to the API.
class Uptimes {
 public:
  virtual ~Uptimes() = default;
  // None where it was never meant to run within the month, or never seen.
  virtual std::optional<Availability> availability(const model::DeploymentName& deployment,
                                                   const model::ServiceName& service) const = 0;
  // As `Restarts` counts them; none of a service that is not known.
  virtual std::optional<int> restarts_last_hour(const model::DeploymentName& deployment,
                                                const model::ServiceName& service) const = 0;
};

}  // namespace monitor
