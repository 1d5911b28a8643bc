// The Engine API: requests with deadlines over a few kept connections, and streams with one of
// their own. Typed faults. I/O thread only; must outlive its callers.
#pragma once

#include "core/durations.hpp"
#include "core/io/stream_http.hpp"
#include "core/io/timing.hpp"
#include "docker/endpoint.hpp"
#include "docker/version.hpp"
#include "model/fault.hpp"
#include "reconcile/ports.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace docker {

using boost::asio::awaitable;
using core::Milliseconds;
using model::Outcome;

struct EngineSettings {
  Milliseconds timeout{30'000};  // of a short request
  Milliseconds connect_timeout{5'000};
};

constexpr int brief_requests_max = 8;
constexpr std::size_t idle_connections_max = 8;
constexpr std::size_t reply_bytes_max = 64 * 1024 * 1024;

using Query = std::vector<std::pair<std::string, std::string>>;

struct Call {
  std::string doing;  // "starting shop-web-1": begins the text of a fault
  std::string method = "GET";
  std::string path;  // below the version, names already encoded
  Query query;       // encoded here
  std::string body;  // sent with POST and PUT
  std::string content_type = "application/json";
  core::StreamHeaders headers;
  std::optional<Milliseconds> limit;  // absent: the settings' timeout
  std::string subject;                // container that it is about, for `fault_of_reply`
  bool versioned = true;
  bool waits = false;  // the engine may take its time: does not count among the short ones
};

struct Reply {
  int status = 0;  // 2xx, or 304: it was so before
  std::string body;
};

// An answer that comes piece by piece, on a connection of its own; destroying it ends it.
class EngineStream {
 public:
  EngineStream(std::unique_ptr<core::StreamConnection> connection, core::StreamHead head,
               std::string doing);
  // The next piece, empty at the end. Without `limit` it waits for ever.
  awaitable<Outcome<std::string>> next(std::optional<Milliseconds> limit);
  void close() { connection_->close(); }

 private:
  std::unique_ptr<core::StreamConnection> connection_;
  core::StreamHead head_;
  std::string doing_;
};

class EngineClient {
 public:
  // `units` is asked before each new connection, so that none wakes an engine that was stopped, and
  // must outlive this; null: the engine is nobody's unit.
  EngineClient(boost::asio::any_io_executor executor, Endpoint endpoint, EngineSettings settings,
               reconcile::HostUnits* units = nullptr);
  ~EngineClient();

  // One request and its whole answer. On a kept connection that the engine has closed meanwhile a
  // GET is sent again, once.
  awaitable<Outcome<Reply>> call(Call call);
  // The head has come and is a 2xx; `limit` was for that.
  awaitable<Outcome<EngineStream>> stream(Call call);
  // The same with a body from `source`.
  awaitable<Outcome<EngineStream>> upload(Call call, core::StreamBodySource& source);

  // Asks the engine and agrees on a version anew; drops the kept connections before, and keeps one
  // ready afterwards.
  awaitable<Outcome<EngineVersion>> negotiate();
  // What a connection made for this alone gets for a /_ping.
  awaitable<reconcile::Reaction> reaction(Milliseconds limit);

  ApiVersion version() const { return version_.value_or(api_version_min); }
  const Endpoint& endpoint() const { return endpoint_; }
  int peer_pid() const { return peer_pid_; }  // as of the last `negotiate`; 0 unknown
  // Of the calls that were answered, from the first byte sent to the last one read, by method.
  // Streams are none: how long a pull or a log goes on says nothing of the engine.
  const core::DurationsByName& call_durations() const { return call_durations_; }

 private:
  using Connection = std::unique_ptr<core::StreamConnection>;

  awaitable<Outcome<Reply>> exchange(Call call);
  awaitable<Outcome<Connection>> connect(std::string doing, Milliseconds limit);
  awaitable<core::Result<Connection>> open(Milliseconds limit);
  // One of its own, at a version that is agreed on.
  awaitable<Outcome<Connection>> connection_for(const Call& call);
  awaitable<Outcome<EngineStream>> stream_of(Connection connection, core::StreamHead head,
                                             Call call);
  core::StreamRequest request_of(const Call& call) const;
  Milliseconds limit_of(const Call& call) const { return call.limit.value_or(settings_.timeout); }
  Connection take_idle();
  void keep(Connection connection);

  Endpoint endpoint_;
  EngineSettings settings_;
  reconcile::HostUnits* units_;
  // The last answer; none where something failed since, or a kept connection was closed.
  std::optional<std::chrono::steady_clock::time_point> answered_at_;
  core::Semaphore brief_;
  std::vector<Connection> idle_;  // the last used last, which is taken first
  std::optional<ApiVersion> version_;
  int peer_pid_ = 0;
  core::DurationsByName call_durations_;
};

}  // namespace docker
