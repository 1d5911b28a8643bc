// What notify needs of others (agent and store implement it), and what it offers to the API. Every
// function is called on the I/O thread and must not block it. A port has at most five functions.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "model/event.hpp"
#include "model/incident.hpp"
#include "notify/message.hpp"
#include "notify/silence.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace notify {

using boost::asio::awaitable;

// ---- agent implements ----

// The event log, from where it was last read.
class Journal {
 public:
  virtual ~Journal() = default;
  // Committed events with a greater id, ascending, at most `limit`; at once where there are some,
  // else after at most `wait`, which may give none. `skipped`: ids that are no longer kept.
  struct Events {
    std::vector<model::Event> events;
    std::int64_t skipped = 0;
  };
  virtual awaitable<core::Result<Events>> after(model::EventId id, int limit,
                                                core::Milliseconds wait) = 0;
  // The last id that is in it; 0 where there is none.
  virtual awaitable<core::Result<model::EventId>> newest() = 0;
};

class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void record(model::Event event) = 0;
};

// What is true while a message is decided about.
class Circumstances {
 public:
  virtual ~Circumstances() = default;
  // Somebody works on it: nothing is sent of it. `service` may be "".
  virtual bool is_held(const model::DeploymentName& deployment,
                       const model::ServiceName& service) const = 0;
  // The return of engine or agent is not reported yet: its report will tell of the deployments.
  virtual bool recovery_is_due() const = 0;
  virtual std::optional<model::Incident> incident(std::int64_t id) const = 0;
  // The highest of its services where `service` is ""; standard where not known.
  virtual model::Criticality criticality(const model::DeploymentName& deployment,
                                         const model::ServiceName& service) const = 0;
  // When the service is tried again; nothing where that is not planned, or not known.
  virtual std::optional<core::WallTime> next_attempt_at(const model::DeploymentName&,
                                                        const model::ServiceName&) const {
    return std::nullopt;
  }
};

// ---- store implements ----

// A piece of what the pipeline remembers, by name; without a value it is forgotten.
struct MemoryRow {
  std::string key;
  std::optional<std::string> value;  // JSON
  bool operator==(const MemoryRow&) const = default;
};

struct Outgoing {
  std::string channel;
  Message message;
  core::WallTime expires_at;
};

// What one step of the pipeline leaves behind: all or nothing.
struct Step {
  model::EventId cursor = 0;  // every event up to this one was taken
  std::vector<MemoryRow> memory;
  std::vector<Outgoing> outgoing;
};

enum class DeliveryState {
  pending,
  sent,
  failed,   // the other side refused it for good
  dropped,  // it expired, or there was no room
  merged,   // told in another one
};
std::string_view name_of(DeliveryState state);
std::optional<DeliveryState> delivery_state_from(std::string_view text);

struct Delivery {
  std::int64_t id = 0;  // ascending in the order in which they were made
  std::string channel;
  DeliveryState state = DeliveryState::pending;
  Message message;
  int attempts = 0;
  core::WallTime created_at, expires_at;
  std::optional<core::WallTime> next_attempt_at, ended_at;
  std::string answer;  // the last word of the other side, or why it could not be asked
};

struct DeliveryQuery {
  std::optional<DeliveryState> state;
  std::string channel;     // "" = all
  std::int64_t after = 0;  // only ids greater than this
  int limit = 100;
  bool newest = false;  // the newest `limit` of them; still ascending
};

struct Remembered {
  std::optional<model::EventId> cursor;  // nothing: it has never run here
  std::vector<MemoryRow> memory;
  std::vector<Silence> silences;
};

class PipelineStore {
 public:
  virtual ~PipelineStore() = default;
  virtual awaitable<core::Result<Remembered>> load_pipeline() = 0;
  // Durable when it returns.
  virtual awaitable<core::Status> commit_step(Step step) = 0;
  virtual awaitable<core::Result<Silence>> put_silence(Silence silence) = 0;  // id 0: given one
};

class Outbox {
 public:
  virtual ~Outbox() = default;
  virtual awaitable<core::Result<std::vector<Delivery>>> deliveries(DeliveryQuery query) = 0;
  // Replaces state, attempts, times and answer of the one with its id; durable when it returns.
  virtual awaitable<core::Status> put_delivery(Delivery delivery) = 0;
  // A backlog becomes one message in the place of many: `parts` end as `merged` with the answer
  // "in notification N", and the digest is pending. All or nothing; durable when it returns.
  virtual awaitable<core::Result<Delivery>> merge(std::vector<std::int64_t> parts, Outgoing digest,
                                                  core::WallTime now) = 0;
  // Drops pending ones of the lowest severity, the oldest first, until at most `keep_max` are
  // pending, with that answer. Those that were dropped.
  virtual awaitable<core::Result<std::vector<Delivery>>> trim(int keep_max, std::string answer,
                                                              core::WallTime now) = 0;
  // By state and channel.
  virtual awaitable<core::Result<std::map<std::pair<std::string, DeliveryState>, std::int64_t>>>
  count() = 0;
};

// ---- notify offers ----

struct ChannelView {
  std::string name, type;
  std::string state;  // "ok", "failing", "waiting" (its circuit is open), "unused"
  int pending = 0;
  std::optional<core::WallTime> last_sent_at, last_failed_at, next_attempt_at;
  std::string last_answer;
};

struct TestResult {
  std::string channel;
  bool delivered = false;
  std::string answer;  // exactly what the other side said
  core::Milliseconds took{0};
};

class Channels {
 public:
  virtual ~Channels() = default;
  virtual std::vector<ChannelView> channels() const = 0;  // by name
  // Sends a test message now, beside the outbox. Errors: not_found, conflict (one is under way).
  virtual awaitable<core::Result<TestResult>> test(std::string channel) = 0;
};

// Since the agent started.
struct DeliveryCounts {
  std::map<std::pair<std::string, std::string>, std::uint64_t> outcomes;  // channel, outcome
  std::int64_t depth = 0;                                                 // pending now
};

class Notifications {
 public:
  virtual ~Notifications() = default;
  virtual awaitable<core::Result<std::vector<Delivery>>> notifications(DeliveryQuery query) = 0;
  // Tries it again now: one that is pending, failed or dropped. Errors: not_found, conflict (sent).
  virtual awaitable<core::Result<Delivery>> retry(std::int64_t id) = 0;
  virtual DeliveryCounts counts() const = 0;
};

class Silences {
 public:
  virtual ~Silences() = default;
  // Those that are not long over, ascending by id.
  virtual std::vector<Silence> silences() const = 0;
  // Durable when it returns. Errors: invalid, unavailable.
  virtual awaitable<core::Result<Silence>> silence(Silence silence) = 0;
  // Ends it now; it stays listed as over. Errors: not_found, conflict (over already).
  virtual awaitable<core::Result<Silence>> expire(std::int64_t id, std::string by) = 0;
};

}  // namespace notify
