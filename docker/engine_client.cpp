#include "docker/engine_client.hpp"

#include "core/text.hpp"
#include "docker/decode.hpp"
#include "docker/errors.hpp"

#include <algorithm>
#include <array>

namespace docker {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t error_bytes_max = 64 * 1024;
constexpr std::chrono::seconds answer_age_max{10};

// What the engine has in memory is answered within 1 to 5 ms, a list of many containers within 100;
// creating and starting take up to 2 s, a stop of who does not listen the 10 s of its grace period.
// 30 s is where short calls are given up.
constexpr std::array call_bounds = std::to_array<std::chrono::milliseconds>(
    {1ms, 2ms, 5ms, 10ms, 25ms, 100ms, 500ms, 2s, 10s, 30s});

std::string target_of(const Call& call, std::string prefix) {
  std::string target = std::move(prefix) + call.path;
  char separator = '?';
  for (const auto& [name, value] : call.query) {
    target += separator + name + '=' + core::url_encode(value);
    separator = '&';
  }
  return target;
}

bool is_success(int status) { return (status >= 200 && status < 300) || status == 304; }

}  // namespace

// ---- EngineStream ----

EngineStream::EngineStream(std::unique_ptr<core::StreamConnection> connection,
                           core::StreamHead head, std::string doing)
    : connection_(std::move(connection)), head_(std::move(head)), doing_(std::move(doing)) {}

awaitable<Outcome<std::string>> EngineStream::next(std::optional<Milliseconds> limit) {
  auto piece = co_await connection_->read_some(limit);
  if (!piece) co_return fault_of_transport(piece.error(), doing_);
  co_return std::move(*piece);
}

// ---- EngineClient ----

EngineClient::EngineClient(boost::asio::any_io_executor executor, Endpoint endpoint,
                           EngineSettings settings, reconcile::HostUnits* units)
    : endpoint_(std::move(endpoint)),
      settings_(settings),
      units_(units),
      brief_(std::move(executor), brief_requests_max),
      call_durations_({"GET", "HEAD", "POST", "PUT", "DELETE"}, call_bounds) {}

EngineClient::~EngineClient() = default;

awaitable<Outcome<Reply>> EngineClient::call(Call call) {
  if (call.versioned && !version_) {
    const auto agreed = co_await negotiate();
    if (!agreed) co_return agreed.error();
  }
  core::Semaphore::Permit permit;
  if (!call.waits) permit = co_await brief_.acquire();
  co_return co_await exchange(std::move(call));
}

awaitable<Outcome<Reply>> EngineClient::exchange(Call call) {
  const auto request = request_of(call);
  auto connection = take_idle();
  bool kept_before = connection != nullptr;
  for (;;) {
    if (!connection) {
      auto opened = co_await connect(call.doing, limit_of(call));
      if (!opened) co_return opened.error();
      connection = std::move(*opened);
    }
    const auto began = std::chrono::steady_clock::now();
    auto response = co_await connection->exchange(request, limit_of(call), reply_bytes_max);
    answered_at_.reset();
    if (response) {
      answered_at_ = std::chrono::steady_clock::now();
      call_durations_.add(call.method, std::chrono::steady_clock::now() - began);
      if (endpoint_.local()) peer_pid_ = connection->peer_pid();
      keep(std::move(connection));
      const int status = response->head.status;
      if (!is_success(status))
        co_return fault_of_reply(status, decode_message(response->body), call.doing, call.subject);
      co_return Reply{status, std::move(response->body)};
    }
    const bool stale = kept_before && !connection->answer_begun() &&
                       response.error().code == core::Errc::unavailable;
    if (!stale || call.method != "GET") {
      auto fault = fault_of_transport(response.error(), call.doing);
      fault.undecided = call.method != "GET";  // it was sent, and may be done yet
      co_return fault;
    }
    idle_.clear();  // what closed one has closed them all
    connection.reset();
    kept_before = false;
  }
}

awaitable<Outcome<EngineClient::Connection>> EngineClient::connection_for(const Call& call) {
  if (call.versioned && !version_) {
    const auto agreed = co_await negotiate();
    if (!agreed) co_return agreed.error();
  }
  co_return co_await connect(call.doing, limit_of(call));
}

awaitable<Outcome<EngineStream>> EngineClient::stream(Call call) {
  auto connection = co_await connection_for(call);
  if (!connection) co_return connection.error();
  auto request = request_of(call);
  auto head = co_await (*connection)->send(std::move(request), limit_of(call));
  if (!head) co_return fault_of_transport(head.error(), call.doing);
  co_return co_await stream_of(std::move(*connection), std::move(*head), std::move(call));
}

awaitable<Outcome<EngineStream>> EngineClient::upload(Call call, core::StreamBodySource& source) {
  auto connection = co_await connection_for(call);
  if (!connection) co_return connection.error();
  auto request = request_of(call);
  auto head = co_await (*connection)->send_from(std::move(request), source, limit_of(call));
  if (!head) co_return fault_of_transport(head.error(), call.doing);
  co_return co_await stream_of(std::move(*connection), std::move(*head), std::move(call));
}

awaitable<Outcome<EngineStream>> EngineClient::stream_of(Connection connection,
                                                         core::StreamHead head, Call call) {
  if (is_success(head.status))
    co_return EngineStream(std::move(connection), std::move(head), std::move(call.doing));
  std::string body;
  while (body.size() < error_bytes_max) {
    const auto piece = co_await connection->read_some(limit_of(call));
    if (!piece || piece->empty()) break;
    body += *piece;
  }
  co_return fault_of_reply(head.status, decode_message(body), std::move(call.doing), call.subject);
}

awaitable<Outcome<EngineVersion>> EngineClient::negotiate() {
  idle_.clear();
  version_.reset();
  Call ask;
  ask.doing = "asking the engine for its version";
  ask.path = "/version";
  ask.versioned = false;
  auto reply = co_await call(ask);
  if (!reply) co_return reply.error();
  auto engine = decode_version(reply->body);
  if (!engine) co_return fault_of_transport(engine.error(), ask.doing);
  const auto chosen = docker::negotiate(*engine);
  if (!chosen) co_return protocol_fault(chosen.error().what, ask.doing);
  version_ = *chosen;
  co_return std::move(*engine);
}

awaitable<reconcile::Reaction> EngineClient::reaction(Milliseconds limit) {
  using reconcile::Reaction;
  const auto until = std::chrono::steady_clock::now() + limit;
  auto connection = co_await core::StreamConnection::open(endpoint_.peer, limit);
  if (!connection)
    co_return connection.error().code == core::Errc::timeout ? Reaction::silent : Reaction::refused;
  core::StreamRequest ping;
  ping.target = "/_ping";
  constexpr Milliseconds at_least{1};
  const auto left =
      std::max(at_least, std::chrono::ceil<Milliseconds>(until - std::chrono::steady_clock::now()));
  const auto response = co_await (*connection)->exchange(std::move(ping), left, error_bytes_max);
  const bool answered = response && response->head.status == 200;
  co_return answered ? Reaction::answered : Reaction::silent;
}

awaitable<Outcome<EngineClient::Connection>> EngineClient::connect(std::string doing,
                                                                   Milliseconds limit) {
  auto opened = co_await open(std::min(limit, settings_.connect_timeout));
  if (!opened) {
    answered_at_.reset();
    idle_.clear();
    co_return fault_of_transport(opened.error(), std::move(doing));
  }
  co_return std::move(*opened);
}

// A connection that the engine has not accepted before it ended stays with systemd's socket, also
// when it is closed here, and starts the engine again. Where systemd is too busy to say, an engine
// that has just answered lives.
awaitable<core::Result<EngineClient::Connection>> EngineClient::open(Milliseconds limit) {
  if (units_ != nullptr) {
    const auto unit = co_await units_->engine_unit();
    const bool lives = !unit.is_told() && answered_at_ &&
                       std::chrono::steady_clock::now() - *answered_at_ < answer_age_max;
    if (unit.would_be_woken() && !lives)
      co_return core::Error{core::Errc::unavailable, "docker.service is " + unit.active_state};
  }
  co_return co_await core::StreamConnection::open(endpoint_.peer, limit);
}

core::StreamRequest EngineClient::request_of(const Call& call) const {
  core::StreamRequest request;
  request.method = call.method;
  request.target = target_of(call, call.versioned ? "/v" + text_of(version()) : std::string());
  request.headers = call.headers;
  request.headers.emplace_back("User-Agent", "evenkeel");
  // Engines refuse a POST without it, even one without a body (ENGINE.md 1).
  if (call.method == "POST" || call.method == "PUT")
    request.headers.emplace_back("Content-Type", call.content_type);
  request.body = call.body;
  return request;
}

EngineClient::Connection EngineClient::take_idle() {
  while (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    if (connection->reusable()) return connection;
    answered_at_.reset();
  }
  return nullptr;
}

void EngineClient::keep(Connection connection) {
  if (idle_.size() < idle_connections_max && connection->reusable())
    idle_.push_back(std::move(connection));
}

}  // namespace docker
