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
#include "monitor/usage.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace monitor {

using boost::asio::awaitable;

// ---- agent implements, over reconcile's views ----

// A container of a deployment that runs now.
struct Running {
  model::DeploymentName deployment;
  model::ServiceName service;
  model::ContainerId id;
  std::string name;
  int pid = 0;  // of its first process, as the engine numbers it; 0 where not known
  core::WallTime started_at;
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

// What is remembered for days. It may lose its last minutes with the power, and is made anew where
// it is damaged; it never stands in the way of anything else.
class History {
 public:
  virtual ~History() = default;
  // Returns at once; a minute that was there before is replaced.
  virtual void append(std::vector<SeriesMinute> minutes) = 0;
  // Those of [from, to), ascending; what was appended before is there. Empty where nothing is known
  // of the subject. Errors: unavailable (with why).
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

}  // namespace monitor
