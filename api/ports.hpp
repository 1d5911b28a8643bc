// What the API needs of others beyond reconcile/ports.hpp (store and agent implement it).
// Every function is called on the I/O thread and must not block it. At most five functions a port.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "model/deployment.hpp"
#include "model/event.hpp"
#include "model/ids.hpp"
#include "model/intent.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace api {

using boost::asio::awaitable;

// ---- store/event_log implements ----

struct EventFilter {
  std::string type;                         // glob over the type: "service.*"; "" = every type
  std::string deployment;                   // exact name; "" = every deployment and the host
  std::optional<model::Severity> severity;  // this severity and above
  bool operator==(const EventFilter&) const = default;
};

struct EventQuery {
  EventFilter filter;
  model::EventId after = 0;  // only ids greater than this
  int limit = 100;           // 1..1000, checked by the API
  bool newest = false;       // the newest `limit` of them, not the oldest; still in ascending order
};

// Events that the stream cannot deliver: the client asked for older ones than are kept (or for ids
// that this log never gave), or did not read fast enough. Both ends are included, `from` <= `to`.
struct StreamGap {
  model::EventId from = 0, to = 0;
  bool operator==(const StreamGap&) const = default;
};

using StreamItem = std::variant<model::Event, StreamGap>;

// One reader of the stream. At most `queue_max` (1000) undelivered events wait in memory; then a
// gap takes their place. Destroying it ends the subscription. Must not outlive the event log.
class Subscription {
 public:
  virtual ~Subscription() = default;
  // The next item in ascending order of id; nullopt when `limit` passed without one. Nothing is
  // lost by a nullopt or by cancelling.
  virtual awaitable<std::optional<StreamItem>> next(core::Milliseconds limit) = 0;
};

class Events {
 public:
  virtual ~Events() = default;
  // Committed events, ascending by id, at most `limit`.
  virtual awaitable<core::Result<std::vector<model::Event>>> query(EventQuery query) = 0;
  // With `after`: every kept event with a greater id, then live ones, without hole or repetition.
  // Without: live ones from now on. Only committed events (id > 0) are delivered.
  virtual std::unique_ptr<Subscription> subscribe(EventFilter filter,
                                                  std::optional<model::EventId> after) = 0;
};

// ---- store implements ----

// The answer to a POST with an Idempotency-Key. Kept at least 24 h.
struct RememberedAnswer {
  std::string request_digest;  // of method, path and body: the same key with another is refused
  int status = 0;
  std::string headers;  // opaque to the store
  std::string body;
  core::WallTime at;
  bool operator==(const RememberedAnswer&) const = default;
};

class Idempotency {
 public:
  virtual ~Idempotency() = default;
  virtual awaitable<core::Result<std::optional<RememberedAnswer>>> get(std::string key) = 0;
  // Durable when it returns.
  virtual awaitable<core::Status> put(std::string key, RememberedAnswer answer) = 0;
};

struct IntentQuery {
  model::DeploymentName deployment;
  model::ServiceName service;  // "" = every service
  std::int64_t after = 0;      // only ids greater than this
  int limit = 100;
  bool newest = false;  // the newest `limit` of them, not the oldest; still in ascending order
  bool operator==(const IntentQuery&) const = default;
};

struct NumberedIntent {
  std::int64_t id = 0;  // ascending in time over all deployments, with holes
  model::IntentChange change;
  bool operator==(const NumberedIntent&) const = default;
};

// A narrow view of reconcile::Store (same meaning as there).
class History {
 public:
  virtual ~History() = default;
  // Ascending by id, at most `limit`.
  virtual awaitable<core::Result<std::vector<NumberedIntent>>> intents(IntentQuery query) = 0;
  virtual awaitable<core::Result<std::vector<model::Generation>>> generations(
      model::DeploymentName deployment) = 0;
};

// ---- agent implements ----

struct LogRequest {
  model::DeploymentName deployment;
  model::ServiceName service;  // "" = all
  int tail = 100;              // lines per container, 0..10000
  bool follow = false;
  bool timestamps = false;
  std::optional<core::WallTime> since;
};

// Whole lines of text. Destroying it closes what is behind it.
class LogStream {
 public:
  virtual ~LogStream() = default;
  // The next piece (one or more lines, each ended by '\n', at most 64 KiB); nullopt at the end.
  // Where several containers are read, each line begins with the container's name and " | ".
  virtual awaitable<core::Result<std::optional<std::string>>> next() = 0;
};

class Logs {
 public:
  virtual ~Logs() = default;
  // The containers' output. not_found where the deployment or service is not there; unavailable
  // where the engine is away.
  virtual awaitable<core::Result<std::unique_ptr<LogStream>>> open(LogRequest request) = 0;
};

class Reload {
 public:
  virtual ~Reload() = default;
  // Reads the configuration again. invalid: refused with every mistake (a line each), and the
  // running one stays.
  virtual awaitable<core::Status> reload(std::string by) = 0;
  // Of the last time it was read, by a signal or by the API; the start read it, too.
  virtual bool last_succeeded() const = 0;
};

}  // namespace api
