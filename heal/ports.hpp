// What heal needs of others (agent and store implement it), and what it offers to the API and to
// notify (through the agent). Every function is called on the I/O thread and must not block it. A
// port has at most five functions.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "model/action.hpp"
#include "model/event.hpp"
#include "model/incident.hpp"
#include "model/policy.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace heal {

using boost::asio::awaitable;

// ---- agent implements, over reconcile ----

// A service as it is now.
struct ServiceNow {
  model::DeploymentName deployment;
  model::ServiceName service;
  model::Criticality criticality = model::Criticality::standard;
  model::ServicePhase phase = model::ServicePhase::unknown;
  std::string why;
  // False: stopped on purpose.
  bool wanted = true;
  // Nobody should make an incident of it: stopped on purpose, paused, held (or its deployment or
  // the host is), being changed by its owner, or waiting for what is.
  bool up_to_owner = false;
  // Services that are not ready and that it waits for; all that it depends on. One of another
  // deployment is "postgres/db".
  std::vector<model::ServiceName> waits_for, depends_on;
  core::Milliseconds deadline{0};  // of its dependencies; 0: not said
  // Of reconcile's attempts to make it well, those that ended and failed since it was last well.
  int failed_attempts = 0;
  int deaths = 0;                 // of one of its containers, in a row, that nobody asked for
  std::string fault, fault_text;  // name_of(FaultKind) of the newest attempt that failed; or ""
  std::string fault_object;       // the network or volume that could not be made for it; or ""
  std::optional<core::WallTime> next_attempt_at;
  bool operator==(const ServiceNow&) const = default;
};

class Services {
 public:
  virtual ~Services() = default;
  // Every service of every deployment that is not being deleted, once, by deployment and service;
  // what `each` is given lives until it returns.
  using Each = std::function<void(const ServiceNow&)>;
  virtual void each_service(const Each& each) const = 0;
  // What is seen of services is not of now: the engine is away, or was never looked at yet.
  virtual bool engine_is_away() const = 0;
};

// ---- the event log ----

class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void record(model::Event event) = 0;
};

// ---- store implements ----

class IncidentStore {
 public:
  virtual ~IncidentStore() = default;
  // Those that are open, and the newest resolved ones, at most `limit`; ascending by id.
  virtual awaitable<core::Result<std::vector<model::Incident>>> load_incidents(int limit) = 0;
  // The greatest id that was ever given.
  virtual awaitable<core::Result<model::IncidentId>> newest_incident() = 0;
  // Within 50 ms, in order with the events that are recorded before and after.
  virtual void put_incident_behind(model::Incident incident) = 0;
  // Durable when it returns.
  virtual awaitable<core::Status> put_incident(model::Incident incident) = 0;
};

// ---- heal offers ----

class Incidents {
 public:
  virtual ~Incidents() = default;
  // The open ones and those resolved lately, ascending by id.
  virtual std::vector<model::Incident> incidents() const = 0;
  virtual std::optional<model::Incident> incident(model::IncidentId id) const = 0;
  // Of a service, the open one that has it as a subject.
  virtual std::optional<model::IncidentId> open_incident_of(
      const model::DeploymentName& deployment, const model::ServiceName& service) const = 0;
  // Somebody has seen it: it is not repeated to anybody any more until it is resolved or gets
  // worse. Durable when it returns. Errors: not_found, conflict (resolved), unavailable.
  virtual awaitable<core::Result<model::Incident>> acknowledge(model::IncidentId id, std::string by,
                                                               std::string reason) = 0;
  // Grows with every change of what the others answer.
  virtual std::uint64_t incidents_revision() const = 0;
};

}  // namespace heal
